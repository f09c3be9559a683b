// Symbolic links at the output folder, above it and inside it: never followed out of the tree.
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { wdgen } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { contents } from '../output/lib/trees.js';

interface Link {
  /** Puts the link into `project`, which has a generated tree; `outside` lies beside it. */
  readonly lay: (project: string) => void;
  /** `through`: the user's own link to where the output shall go; the tree is written there, and nothing else. */
  readonly ends: 0 | 1 | 'through';
}

const move = (from: string, to: string): void => renameSync(from, to);
const linked = (path: string, to: string) => (project: string) => {
  rmSync(join(project, path), { recursive: true, force: true });
  symlinkSync(to, join(project, path));
};

const links: Readonly<Record<string, Link>> = {
  'the output folder': {
    lay: (project) => {
      move(join(project, 'generated'), join(project, '../elsewhere'));
      symlinkSync('../elsewhere', join(project, 'generated'));
    },
    ends: 'through',
  },
  'the folder above it': {
    lay: (project) => {
      move(project, `${project}-real`);
      symlinkSync(`${project}-real`, project);
    },
    ends: 'through',
  },
  "a target's folder": { lay: linked('generated/rock64', '../../outside'), ends: 1 },
  'a target as a link to a file': { lay: linked('generated/rock64', '../../outside/file'), ends: 1 },
  'a target as a link to nothing': { lay: linked('generated/rock64', '../../nowhere'), ends: 1 },
  'a folder of the tree': { lay: linked('generated/rock64/modules', '../../../outside'), ends: 1 },
  'a file of the tree': { lay: linked('generated/rock64/RUNBOOK.md', '../../../outside/file'), ends: 1 },
  'a file of the tree, to nothing': { lay: linked('generated/rock64/RUNBOOK.md', '/nowhere/file'), ends: 1 },
  'a file of the tree, to itself': { lay: linked('generated/rock64/RUNBOOK.md', 'RUNBOOK.md'), ends: 1 },
  'the manifest': { lay: linked('generated/rock64/manifest.json', '../../../outside/file'), ends: 1 },
  'what a killed run left': {
    lay: (project) => {
      for (const name of readdirSync(join(project, '../outside')))
        symlinkSync(name, join(project, '../outside', `l-${name}`));
      symlinkSync('../../outside', join(project, 'generated/.wdgen-new-rock64'));
      symlinkSync('../../outside', join(project, 'generated/.wdgen-trash-rock64'));
    },
    ends: 0,
  },
  "a foreign file's link stays": { lay: linked('generated/rock64/mine', '../../../outside'), ends: 0 },
};

let held = 0;
for (const [name, { lay, ends }] of Object.entries(links))
  for (const force of [false, true])
    t.test(`${name}${force ? ', with --force' : ''}`, async (t) => {
      const top = scratch(t);
      const project = join(top, 'project');
      mkdirSync(project);
      mkdirSync(join(top, 'outside'));
      writeFileSync(join(top, 'outside/file'), 'somebody else wrote this\n');
      writeFileSync(join(project, 'watchdog.toml'), SPEC);
      t.equal(wdgen(['generate'], project).exit, 0);
      lay(project);
      const before = contents(join(top, 'outside'));
      writeFileSync(join(project, 'watchdog.toml'), SPEC.replace('30s', '20s'));
      const { exit, stderr } = wdgen(force ? ['generate', '--force'] : ['generate'], project);
      t.strictSame(contents(join(top, 'outside')), before, 'nothing outside is touched');
      t.notMatch(stderr, /^\s+at .*:\d+:\d+\)?$/m, 'no stack');
      if (!force) t.equal(exit, ends === 'through' ? 0 : ends, stderr);
      if (ends === 'through') t.match(wdgen(['generate', '--check'], project), { exit: 0 });
      if (t.passing()) held += 1;
    });

t.teardown(() =>
  figure(21, {
    part: 'symbolic links, with and without --force',
    cases: 2 * Object.keys(links).length,
    held,
  }),
);
