#!/usr/bin/env node
'use strict';
// The version check must run on any Node, so this file keeps to old syntax; load.cjs loads the bundles.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  process.stderr.write(`wdgen needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
require('./load.cjs').load('wdgen.cjs').main(process.argv.slice(2));
