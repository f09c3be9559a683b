'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script, constants } = require('node:vm');

const bundle = join(__dirname, '..', 'dist', 'wdgen.cjs');
const cacheFile = join(__dirname, '..', 'dist', 'wdgen.cache');

/** The file's bytes; undefined when it is not there. */
function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The bundle's exports, and the script they came from (for writing the cache). V8 itself refuses a cache that another
 * Node wrote; the bundle is then compiled as usual.
 */
function load() {
  const source = read(bundle);
  if (source === undefined) {
    process.stderr.write(`wdgen is not built: ${bundle} is missing. Run: npm run build\n`);
    process.exit(3);
  }
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source.toString('utf8')}\n})`;
  const script = new Script(wrapped, {
    filename: bundle,
    cachedData: read(cacheFile),
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, bundle, join(__dirname, '..', 'dist'));
  return { ...module.exports, script };
}

module.exports = { load, cacheFile };
