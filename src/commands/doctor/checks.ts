import { dirname } from 'node:path';
import { buildTree, compareTargets } from '../../output/index.js';
import { openGit } from '../../system/git.js';
import { findCommand } from '../../system/prepare.js';
import { validatorNeeds } from '../../system/validators.js';
import { exists } from '../files.js';
import { rehearsals } from './rehearsals.js';
import { type Bench, type Check, fine, type Row } from './types.js';

/** The oldest Node that wdgen runs on; package.json says the same in `engines`. */
export const OLDEST_NODE = '20.19';

/** Every check, in the order of its rows. A new one is added here. */
export const checks: readonly Check[] = [node, spec, tree, revisions, validators, rehearsals];

function node({ nodeVersion }: Bench): readonly Row[] {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const enough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (enough) return [fine('node', nodeVersion)];
  return [{ about: 'node', state: 'wrong', found: nodeVersion, fix: `install Node ${OLDEST_NODE} or newer` }];
}

function spec({ specPath, judged, diagnostics }: Bench): readonly Row[] {
  if (!exists(specPath))
    return [
      {
        about: 'spec',
        state: 'missing',
        found: specPath,
        fix: 'wdgen init --list-boards, then wdgen init --board B --platform P',
      },
    ];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const found = `${specPath}, ${counted(judged.length, 'target')}`;
  if (errors === 0) return [fine('spec', found)];
  const fix = `wdgen check${specOption(specPath)}`;
  return [{ about: 'spec', state: 'wrong', found: `${found}, ${counted(errors, 'error')}`, fix }];
}

/** Each target that is not on disk as the spec asks for it; one row where all are. */
function tree({ specPath, outDir, judged, artefacts }: Bench): readonly Row[] {
  const trees = judged.flatMap(({ target: { name, specFile } }) => {
    const files = artefacts.get(name);
    return files === undefined ? [] : [buildTree(name, files, specFile)];
  });
  if (trees.length === 0) return [];
  const { value = [] } = compareTargets(outDir, trees);
  const off = value.filter(({ state }) => state !== 'same');
  if (value.length === trees.length && off.length === 0)
    return [fine('tree', `${outDir}, ${counted(trees.length, 'target')} up to date`)];
  const generate = `wdgen generate${specOption(specPath)}`;
  return off.map(({ target, state }): Row => {
    const about = `tree of ${target}`;
    if (state === 'absent') return { about, state: 'missing', found: 'never generated', fix: generate };
    if (state === 'blocked')
      return { about, state: 'wrong', found: 'changed by hand, or in the way', fix: `${generate} --dry-run` };
    return { about, state: 'wrong', found: 'stale', fix: generate };
  });
}

/** `diff` compares with what git has. */
async function revisions({ specPath }: Bench): Promise<readonly Row[]> {
  const git = await openGit(dirname(specPath));
  if (git === undefined)
    return [{ about: 'git, for diff', state: 'missing', found: 'not installed', fix: 'apt-get install git' }];
  const head = git(['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.ok) return [fine('git, for diff', 'the spec is in a repository with commits')];
  const fix = 'git init, git add and git commit, or give diff two files';
  return [{ about: 'git, for diff', state: 'wrong', found: 'no commit to compare with', fix }];
}

/** The real tools that `check --tools` has judge the files of these targets. */
function validators({ artefacts }: Bench): readonly Row[] {
  const files = [...artefacts.values()].flat();
  return validatorNeeds(files).map(({ command, debian }): Row => {
    const about = `${command}, for check`;
    const found = findCommand(command);
    if (found !== undefined) return fine(about, found);
    return { about, state: 'missing', found: 'not installed', fix: `apt-get install ${debian}` };
  });
}

/** What has to be typed for a spec that is not where commands look by themselves. */
function specOption(specPath: string): string {
  return specPath === 'watchdog.toml' ? '' : ` --spec ${specPath}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
