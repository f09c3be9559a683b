// Lets Node run TypeScript by esbuild, with a cache: tap's own way compiles all that a test imports with TypeScript, anew
// for each of the test files, which takes longer than most of the tests. Types are checked by `npm run typecheck`.
import { register } from 'node:module';
import process from 'node:process';

// What @tapjs/typescript asks before it loads ts-node; its other value on Node 20 is for Node's own type stripping.
process.env.TAP_TYPE_STRIP_ONLY = '1';
register('./hooks.mjs', import.meta.url);
