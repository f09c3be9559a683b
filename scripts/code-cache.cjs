'use strict';
// Runs what typical runs run, in this process, then writes V8's code cache of what was compiled for them.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { cacheOf, load, loaded } = require('../bin/load.cjs');

const spec = join(__dirname, '..', 'examples', 'watchdog.toml');

/** Command lines with the exit code they end with. Twice: V8 then knows which functions are worth keeping. */
function typical(out) {
  const [tree, broken] = [join(out, 'tree'), join(out, 'broken.toml')];
  writeFileSync(broken, 'schema = 1\n\n[target.a]\nbord = "rock64"\nplatform = "nixos"\n');
  const generate = ['generate', '--spec', spec, '--out', tree];
  const first = [
    { args: ['--help'] },
    { args: generate },
    { args: generate },
    { args: generate, receipts: 'on' },
    { args: generate, receipts: 'on' },
  ];
  const others = [
    { args: ['check', '--spec', spec, '--out', tree] },
    { args: ['check', '--spec', broken], ends: 2 },
    { args: ['status', '--spec', spec] },
    { args: ['explain', 'rock64.watchdog', '--spec', spec] },
    { args: ['coverage', '--spec', spec] },
    { args: ['audit', '--rootfs', join(tree, 'rm1', 'rootfs'), '--spec', spec, '--target', 'rm1'], ends: 1 },
  ];
  return [...first, ...others, ...others];
}

async function warm() {
  const { run } = load('wdgen.cjs');
  const out = mkdtempSync(join(tmpdir(), 'wdgen-cache-'));
  process.env.XDG_CACHE_HOME = join(out, 'cache');
  try {
    for (const { args, receipts = 'off', ends = 0 } of typical(out)) {
      process.env.WDGEN_RECEIPTS = receipts;
      const { exit, stderr } = await run(args, {
        isTTY: { stdout: false, stderr: false },
        width: 80,
        env: {},
      });
      if (exit !== ends) throw new Error(`wdgen ${args.join(' ')} ended with ${exit}:\n${stderr}`);
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
