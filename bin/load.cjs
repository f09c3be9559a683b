'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script, constants } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
/** Name -> {script, exports} of the bundles that this process has loaded. */
const loaded = new Map();

/** The file's bytes; undefined when it is not there. */
function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The exports of a bundle in dist/, compiled with V8's code cache beside it. V8 itself refuses a cache that another
 * Node wrote; the bundle is then compiled as usual. Bundles are plain ASCII.
 */
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const filename = join(dist, name);
  const source = read(filename);
  if (source === undefined) {
    process.stderr.write(`wdgen is not built: ${filename} is missing. Run: npm run build\n`);
    process.exit(3);
  }
  const script = new Script(`(function(exports,require,module){${source.latin1Slice()}\n})`, {
    filename,
    cachedData: read(cacheOf(name)),
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  loaded.set(name, { script, exports: module.exports });
  script.runInThisContext()(module.exports, requireFrom, module);
  loaded.set(name, { script, exports: module.exports });
  return module.exports;
}

/** What `require` means inside a bundle: the other bundles, and Node's own modules. */
function requireFrom(id) {
  return id.startsWith('./') ? load(id.slice(2)) : require(id);
}

/** Where the code cache of a bundle lies. */
function cacheOf(name) {
  return join(dist, name.replace(/\.cjs$/, '.cache'));
}

module.exports = { load, loaded, cacheOf };
