#!/usr/bin/env node
'use strict';
// The version check must run on any Node, so this file keeps to old syntax; load.cjs loads the bundles.
var fs = require('node:fs');
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  process.stderr.write(`wdgen needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
var words = process.argv.slice(2);
if (!answer()) require('./load.cjs').load('wdgen.cjs').main(words);

/**
 * Help and version depend on nothing but the width of a terminal: the build has written them down (scripts/answers.cjs).
 * False when there is no such text, or when nothing of it could be written: the command then says why.
 */
function answer() {
  if (words.length === 0 || words.length > 2 || !words.every((word) => /^[A-Za-z-]+$/.test(word)))
    return false;
  var text;
  try {
    text = fs.readFileSync(`${__dirname}/../dist/answers/${words.join(' ')}`);
    if (fs.fstatSync(1).isCharacterDevice()) return false;
  } catch (_error) {
    return false;
  }
  return written(text);
}

/** Writes it all, a part at a time where the reader is slow. */
function written(text) {
  var at = 0;
  while (at < text.length) {
    try {
      at += fs.writeSync(1, text, at);
    } catch (error) {
      if (at === 0) return false;
      if (error.code === 'EAGAIN') continue;
      process.exitCode = error.code === 'EPIPE' ? 0 : 3;
      return true;
    }
  }
  return true;
}
