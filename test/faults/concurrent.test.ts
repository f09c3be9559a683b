// Several runs of the real command at once, over one output folder, with the same spec and with different ones.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { scratch } from '../output/lib/scratch.js';
import { contents } from '../output/lib/trees.js';
import { left, mustRun, start } from './lib/project.js';

const ROUNDS = process.env['WDGEN_TEST_FULL'] === '1' ? 25 : 4;

t.test('two, four and eight runs at once', async (t) => {
  const dir = scratch(t);
  const specs = ['a.toml', 'b.toml'];
  const whole = specs.map((spec, index) => {
    writeFileSync(join(dir, spec), SPEC.replace('"30s"', `"${20 + index}s"`));
    mustRun(['generate', '--spec', spec, '--out', `wanted-${spec}`], dir);
    return JSON.stringify(contents(join(dir, `wanted-${spec}`)));
  });
  let cases = 0;
  let held = 0;
  for (const size of [2, 4, 8]) {
    for (const kinds of [1, 2]) {
      for (let round = 0; round < ROUNDS; round++) {
        cases++;
        const out = `out-${size}-${kinds}-${round}`;
        const runs = Array.from({ length: size }, (_, index) =>
          start(['generate', '--spec', specs[index % kinds] ?? '', '--out', out], dir),
        );
        const ended = await Promise.all(runs);
        // A run that waited too long gives up, says who is writing, and has written nothing.
        const odd = ended.filter(
          ({ code, stderr }) => code !== 0 && !(code === 3 && stderr.includes('WD0902')),
        );
        const found = JSON.stringify(contents(join(dir, out)));
        t.strictSame(odd, [], out);
        t.ok(whole.slice(0, kinds).includes(found), `${out} is one of the specs' trees`);
        t.strictSame(left(join(dir, out)), [], 'nothing is left beside it');
        if (odd.length === 0 && whole.slice(0, kinds).includes(found)) held++;
      }
    }
  }
  figure(7, { part: 'rounds of 2, 4 and 8 runs, of one spec and of two', cases, held, of: 150 });
});
