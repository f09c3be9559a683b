// A signed tree, verified with the real ssh-keygen: who may sign, for what, and over exactly which files.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { SPEC } from '../lib/small-spec.js';
import { type Ran, wdgen } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { need } from '../tools/lib/need.js';

const SSH = [{ command: 'ssh-keygen', debian: 'openssh-client' }];

function keygen(folder: string, ...args: readonly string[]): void {
  execFileSync('ssh-keygen', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Keys once for all cases: Ann may sign manifests, Bob may not, Old could until 2020, Gone is revoked. */
function keys(t: Test): string {
  const folder = scratch(t);
  const publicKey = (name: string): string => {
    keygen(folder, '-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', name);
    return readFileSync(join(folder, `${name}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
  };
  const purpose = 'namespaces="wdgen-manifest"';
  const lines = [
    `ann@example.org ${purpose} ${publicKey('ann')}`,
    `old@example.org ${purpose},valid-before="20200101" ${publicKey('old')}`,
    `gone@example.org ${purpose} ${publicKey('gone')}`,
    `reviewer@example.org namespaces="wdgen-approval" ${publicKey('reviewer')}`,
  ];
  publicKey('bob');
  writeFileSync(join(folder, 'allowed_signers'), `${lines.join('\n')}\n`);
  copyFileSync(join(folder, 'gone.pub'), join(folder, 'revoked'));
  return folder;
}

/** A project with its tree, generated once and copied for each case, and how to sign and verify it. */
function lab(t: Test, keyring: string) {
  const project = join(keyring, 'project');
  if (!existsSync(project)) {
    mkdirSync(project);
    writeFileSync(join(project, 'watchdog.toml'), SPEC);
    t.equal(wdgen(['generate'], project).exit, 0);
  }
  const folder = t.testdir({});
  cpSync(project, folder, { recursive: true });
  const tree = join(folder, 'generated', 'rock64');
  const sign = (who = 'ann', namespace = 'wdgen-manifest', file = join(tree, 'manifest.json')) => {
    rmSync(`${file}.sig`, { force: true });
    keygen(folder, '-Y', 'sign', '-q', '-n', namespace, '-f', join(keyring, who), file);
  };
  const signers = ['--signers', join(keyring, 'allowed_signers')];
  const verify = (...more: readonly string[]): Ran => wdgen(['verify', ...signers, ...more], folder);
  return { folder, tree, sign, verify };
}

type Lab = ReturnType<typeof lab>;

/** What makes a signed tree one that must be refused, and what the refusal must name. */
interface Wrong {
  readonly spoil: (lab: Lab) => void;
  readonly names: RegExp;
  readonly more?: (keyring: string) => readonly string[];
}

const CONF = 'modules/watchdog.nix';
const MANIFEST_NAMED = /WD0508\][\s\S]*rock64\/manifest\.json`: /;

const wrongs: Readonly<Record<string, Wrong>> = {
  'a key of nobody': { spoil: ({ sign }) => sign('bob'), names: MANIFEST_NAMED },
  'another namespace': { spoil: ({ sign }) => sign('ann', 'file'), names: MANIFEST_NAMED },
  'the namespace of approvals': { spoil: ({ sign }) => sign('ann', 'wdgen-approval'), names: MANIFEST_NAMED },
  'somebody who may only approve': { spoil: ({ sign }) => sign('reviewer'), names: MANIFEST_NAMED },
  'another principal than asked for': {
    spoil: ({ sign }) => sign('ann'),
    more: () => ['--by', 'gone@example.org'],
    names: MANIFEST_NAMED,
  },
  'a principal that looks like an option': {
    spoil: ({ sign }) => sign('ann'),
    more: () => ['--by', '-f'],
    names: MANIFEST_NAMED,
  },
  'a revoked key': {
    spoil: ({ sign }) => sign('gone'),
    more: (keyring) => ['--revoked', join(keyring, 'revoked')],
    names: MANIFEST_NAMED,
  },
  'an expired key': { spoil: ({ sign }) => sign('old'), names: MANIFEST_NAMED },
  'no signature': { spoil: ({ tree }) => rmSync(join(tree, 'manifest.json.sig')), names: MANIFEST_NAMED },
  'half a signature': {
    spoil: ({ tree }) => {
      const file = join(tree, 'manifest.json.sig');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
    },
    names: MANIFEST_NAMED,
  },
  'the signature of another manifest': {
    spoil: ({ folder, tree, sign }) => {
      const other = join(folder, 'other.json');
      writeFileSync(other, '{}\n');
      sign('ann', 'wdgen-manifest', other);
      renameSync(`${other}.sig`, join(tree, 'manifest.json.sig'));
    },
    names: MANIFEST_NAMED,
  },
  'a tree that was generated anew': {
    spoil: ({ folder }) => {
      writeFileSync(join(folder, 'watchdog.toml'), SPEC.replace('"30s"', '"20s"'));
      t.equal(wdgen(['generate'], folder).exit, 0);
    },
    names: MANIFEST_NAMED,
  },
  'a changed file': {
    spoil: ({ tree }) => writeFileSync(join(tree, CONF), 'other'),
    names: /WD0507\][\s\S]*rock64\/modules\/watchdog\.nix`: its content was changed/,
  },
  'a changed file, and a manifest that fits it': {
    spoil: ({ tree }) => {
      const file = join(tree, 'manifest.json');
      writeFileSync(join(tree, CONF), 'other');
      const sum = execFileSync('sha256sum', [join(tree, CONF)], { encoding: 'utf8' }).slice(0, 64);
      const text = readFileSync(file, 'utf8');
      const [entry = ''] = text.match(/"path": "modules\/watchdog.nix",\s+"sha256": "[0-9a-f]{64}/) ?? [];
      writeFileSync(file, text.replace(entry, entry.slice(0, -64) + sum));
    },
    names: MANIFEST_NAMED,
  },
  'a file that became executable': {
    spoil: ({ tree }) => chmodSync(join(tree, CONF), 0o755),
    names: /WD0507\][\s\S]*rock64\/modules\/watchdog\.nix`: its mode/,
  },
  'a file that became a link': {
    spoil: ({ tree }) => {
      renameSync(join(tree, CONF), join(tree, '..', 'away.nix'));
      symlinkSync('../../away.nix', join(tree, CONF));
    },
    names: /WD0507\][\s\S]*rock64\/modules\/watchdog\.nix`: a symbolic link/,
  },
  'an added file': {
    spoil: ({ tree }) => writeFileSync(join(tree, 'modules', 'more.nix'), '{}'),
    names: /WD0507\][\s\S]*rock64\/modules\/more\.nix`: the manifest does not list it/,
  },
  'an added folder': {
    spoil: ({ tree }) => mkdirSync(join(tree, 'rootfs')),
    names: /WD0507\][\s\S]*rock64\/rootfs`: the manifest does not list it/,
  },
  'a missing file': {
    spoil: ({ tree }) => rmSync(join(tree, CONF)),
    names: /WD0507\][\s\S]*rock64\/modules\/watchdog\.nix`: it is missing/,
  },
  'an added target': {
    spoil: ({ tree }) => mkdirSync(join(tree, '..', 'rock65')),
    names: /WD0507\][\s\S]*rock65\/manifest\.json`/,
  },
  'a link beside the targets': {
    spoil: ({ tree }) => symlinkSync('/etc', join(tree, '..', 'other')),
    names: /WD0507\][\s\S]*generated\/other`: it is no target's folder/,
  },
  'a folder that can be no target': {
    spoil: ({ tree }) => mkdirSync(join(tree, '..', 'Modules')),
    names: /WD0507\][\s\S]*generated\/Modules`: it is no target's folder/,
  },
  'a damaged manifest': {
    spoil: ({ tree }) => writeFileSync(join(tree, 'manifest.json'), '{"schema": 2}'),
    names: /WD0503\][\s\S]*rock64\/manifest\.json`/,
  },
};

t.test('a signed tree holds, for whoever may sign and for the one asked for', async (t) => {
  if (!need(t, SSH)) return;
  const { verify, sign, folder } = lab(t, keys(t));
  sign();
  const { exit, stdout } = verify();
  t.equal(exit, 0);
  t.match(stdout, /generated\/rock64 +holds +\d+ +ann@example\.org/);
  t.equal(verify('--by', 'ann@example.org', '--target', 'rock*').exit, 0);
  t.equal(wdgen(['check'], folder).exit, 0, 'the signature is in nobody’s way');
  t.equal(wdgen(['generate', '--check'], folder).exit, 0);
  rmSync(join(folder, 'watchdog.toml'));
  t.equal(verify().exit, 0, 'it needs no spec');
});

t.test('what was not signed so is refused, by name', async (t) => {
  if (!need(t, SSH)) return;
  const keyring = keys(t);
  let held = 0;
  for (const [name, { spoil, names, more }] of Object.entries(wrongs)) {
    await t.test(name, async (t) => {
      const project = lab(t, keyring);
      project.sign();
      spoil(project);
      const { exit, stderr } = project.verify(...(more?.(keyring) ?? []));
      t.equal(exit, 1, stderr);
      t.match(stderr, names);
      if (t.passing()) held++;
    });
  }
  const cases = Object.keys(wrongs).length;
  figure(45, { part: 'signatures, signers and folders that are not what was signed', cases, held });
});

t.test('what cannot be asked is no answer', async (t) => {
  const folder = t.testdir({ 'watchdog.toml': SPEC });
  t.match(wdgen(['verify'], folder), { exit: 2, stderr: /allowed_signers: it does not exist/ });
  writeFileSync(join(folder, 'allowed_signers'), '');
  t.match(wdgen(['verify'], folder), { exit: 2, stderr: /There is no target/ });
  t.equal(wdgen(['generate'], folder).exit, 0);
  t.match(wdgen(['verify', '--target', 'x'], folder), { exit: 2, stderr: /no target `x`/ });
  t.match(wdgen(['verify', '--revoked', 'none'], folder), { exit: 2, stderr: /none: it does not exist/ });
  writeFileSync(join(folder, 'generated', 'rock64', 'manifest.json.sig'), 'x');
  t.match(wdgen(['verify'], folder, { PATH: join(folder, 'nowhere') }), { exit: 3, stderr: /WD0903/ });
});
