#!/usr/bin/env node
'use strict';
// Loads the one bundle, with V8's code cache beside it where the cache fits this Node. Old syntax on purpose:
// the version check must run on any Node.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  process.stderr.write(`wdgen needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
require('./load.cjs').load('wdgen.cjs').main(process.argv.slice(2));
