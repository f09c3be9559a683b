'use strict';
// Writes dist/answers/: what wdgen prints for command lines whose answer depends on nothing, a file each.
// bin/wdgen.cjs prints them without loading the command line's code.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { load } = require('../bin/load.cjs');

const folder = join(__dirname, '..', 'dist', 'answers');

async function write() {
  const { run, constantLines } = load('wdgen.cjs');
  mkdirSync(folder);
  for (const line of constantLines()) {
    const terminal = { isTTY: { stdout: false, stderr: false }, width: 80, env: {} };
    const { exit, stdout, stderr } = await run(line.split(' '), terminal);
    if (exit !== 0 || stderr !== '') throw new Error(`wdgen ${line} ended with ${exit}:\n${stderr}`);
    writeFileSync(join(folder, line), stdout);
  }
}

write().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
