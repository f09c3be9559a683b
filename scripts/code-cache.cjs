'use strict';
// Runs what a typical run runs, in this process, then writes V8's code cache of what was compiled for it.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { cacheOf, load, loaded } = require('../bin/load.cjs');

const spec = join(__dirname, '..', 'examples', 'watchdog.toml');

async function warm() {
  const { run } = load('wdgen.cjs');
  const out = mkdtempSync(join(tmpdir(), 'wdgen-cache-'));
  const generate = ['generate', '--spec', spec, '--out', join(out, 'tree')];
  process.env.XDG_CACHE_HOME = join(out, 'cache');
  try {
    for (const [args, receipts] of [
      [['--help'], 'on'],
      [generate, 'off'],
      [generate, 'off'],
      [generate, 'on'],
      [generate, 'on'],
    ]) {
      process.env.WDGEN_RECEIPTS = receipts;
      const { exit, stderr } = await run(args, {
        isTTY: { stdout: false, stderr: false },
        width: 80,
        env: {},
      });
      if (exit !== 0) throw new Error(`wdgen ${args[0]} ended with ${exit}:\n${stderr}`);
    }
    for (const [name, { script }] of loaded) writeFileSync(cacheOf(name), script.createCachedData());
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

warm().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
