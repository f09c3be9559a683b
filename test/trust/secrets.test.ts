// What is secret on a build machine, and what lies around a spec, stays there: each secret below is looked for in all
// that the commands print, in every form, and in every file that they write.
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { readTree } from '../lib/tree.js';
import { root, wdgen } from '../lib/wdgen.js';

const of = (name: string) => `Xk3-${name}-9b1`;

/** Where a secret is, and the one file that it is meant for, where there is one. */
const SECRETS: Readonly<Record<string, string | undefined>> = {
  environment: undefined,
  'home-folder': undefined,
  'user-name': undefined,
  'file-in-home': undefined,
  'file-beside-the-spec': undefined,
  'private-key': undefined,
  'spec-not-included': undefined,
  'comment-in-the-spec': undefined,
  'folder-above': undefined,
  'foreign-file-in-the-output': undefined,
  'foreign-file-in-a-target': undefined,
  'line-edited-by-hand': undefined,
  'address-of-an-alert': 'pi-edge-01/rootfs/etc/wdgen/alert.conf',
  'field-of-an-alert': 'pi-edge-01/rootfs/etc/wdgen/alert.conf',
};

/** `explain` says the value that it is asked for, and `diff` the line that was edited: that is what they are for. */
const COMMANDS = [
  ['check'],
  ['check', '--strict', '--format', 'json'],
  ['check', '--strict', '--format', 'sarif'],
  ['check', '--format', 'github'],
  ['generate', '--check', '--format', 'json'],
  ['generate', '--dry-run'],
  ['generate'],
  ['diff', 'generated', '--target', 'rock64', '--target', 'pi-edge-01', '--format', 'json'],
  ['status', '--format', 'json'],
  ['coverage', '--target', 'pi-edge-01'],
  ['attest'],
  ['verify', '--signers', 'signers'],
];

/** A project in a home, with a secret in each place; what is generated has foreign files and an edited one. */
function project(t: Test): { readonly folder: string; readonly home: string } {
  const above = t.testdir({});
  const home = join(above, of('home-folder'));
  const folder = join(home, of('folder-above'), 'project');
  mkdirSync(folder, { recursive: true });
  const put = (path: string, text: string) => writeFileSync(join(folder, path), `${text}\n`);
  const text = readFileSync(join(root, 'examples/watchdog.toml'), 'utf8')
    .replace('alerts/device-recovery"', `alerts?key=${of('address-of-an-alert')}"`)
    .replace(
      '[target.pi-edge-01.alert.ops]',
      `[target.pi-edge-01.alert.ops]\nfields = { token = "${of('field-of-an-alert')}" }`,
    );
  put('watchdog.toml', `# ${of('comment-in-the-spec')}\n${text}`);
  put('other.toml', `schema = 1\n[target.${of('spec-not-included')}]`);
  put('.env', `TOKEN=${of('file-beside-the-spec')}`);
  put('id_ed25519', of('private-key'));
  put('signers', '');
  writeFileSync(join(home, '.netrc'), `password ${of('file-in-home')}\n`);
  return { folder, home };
}

const environment = (home: string) => ({ TOKEN: of('environment'), HOME: home, USER: of('user-name') });

t.test('no secret of the machine gets out, and one of the spec only to where it is used', async (t) => {
  const { folder, home } = project(t);
  const first = wdgen(['generate'], folder, environment(home));
  t.equal(first.exit, 0, first.stderr);
  const tree = join(folder, 'generated');
  writeFileSync(join(tree, 'notes'), of('foreign-file-in-the-output'));
  writeFileSync(join(tree, 'rock64/notes'), of('foreign-file-in-a-target'));
  appendFileSync(join(tree, 'rm1/RUNBOOK.md'), of('line-edited-by-hand'));
  const printed = [first, ...COMMANDS.map((args) => wdgen(args, folder, environment(home)))];
  t.ok(
    printed.some(({ exit, stderr }) => exit === 1 && stderr.includes('rm1/RUNBOOK.md')),
    'the edit is seen',
  );
  // Kept aside: what they hold is their writers' own.
  for (const path of ['notes', 'rock64/notes', 'rm1/RUNBOOK.md'])
    renameSync(join(tree, path), join(home, path.replaceAll('/', '-')));
  const files = readTree(tree);
  t.ok(files.size > 50, `${files.size} files`);
  let held = 0;
  for (const [name, place] of Object.entries(SECRETS)) {
    const secret = of(name);
    const said = printed.filter(({ stdout, stderr }) => `${stdout}${stderr}`.includes(secret));
    t.strictSame(said, [], `${name} is in no output`);
    const found = [...files.keys()].filter((path) => readFileSync(join(tree, path), 'utf8').includes(secret));
    t.strictSame(found, place === undefined ? [] : [place], `${name} is in no other file`);
    if (said.length === 0 && found.length === (place === undefined ? 0 : 1)) held++;
  }
  figure(48, { part: 'secrets around a spec and in it', cases: Object.keys(SECRETS).length, held });
});
