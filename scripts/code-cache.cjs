'use strict';
// Runs the commands of a build in this process, then writes V8's code cache of what they compiled.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { cacheFile, load } = require('../bin/load.cjs');

async function warm() {
  const { run, script } = load();
  const out = mkdtempSync(join(tmpdir(), 'wdgen-cache-'));
  try {
    const spec = join(__dirname, '..', 'examples', 'watchdog.toml');
    const results = [];
    for (const args of [
      ['--help'],
      ['generate', '--spec', spec, '--out', join(out, 'tree')],
      ['generate', '--spec', spec, '--out', join(out, 'tree')],
      ['check', '--spec', spec, '--out', join(out, 'tree')],
    ]) {
      results.push(await run(args, { color: false, width: 80 }));
    }
    const wrong = results.find(({ exit }) => exit !== 0);
    if (wrong !== undefined) throw new Error(`a command failed:\n${wrong.stderr}`);
    writeFileSync(cacheFile, script.createCachedData());
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

warm().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
