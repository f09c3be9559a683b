// The expression of docs/audit.md, applied by real Nix to an evaluated configuration, and what audit says of the result.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';
import { evaluate } from './lib/nixpkgs.js';

const MACHINES = join(root, 'nix/tests/machines');
const NIX = [{ command: 'nix-instantiate', debian: 'nix-bin' }];

/** What docs/audit.md tells people to hand to `nix eval --apply`. */
const PRINTED = /--apply '(c: \{.*?\n {4}\})' > eval\.json/s.exec(
  readFileSync(join(root, 'docs/audit.md'), 'utf8'),
)?.[1];

interface Spoilt {
  readonly about: string;
  readonly target: string;
  /** A module of the user's that the machine has besides. */
  readonly module: string;
  readonly codes?: readonly string[];
}

const machines: readonly Spoilt[] = [
  { about: 'PID 1 feeds, as planned', target: 'systemd', module: '{ }' },
  { about: 'nothing is enforced, as planned', target: 'deferred', module: '{ }' },
  {
    about: 'another module has the last word about the timeout',
    target: 'systemd',
    module: '{ systemd.settings.Manager.RuntimeWatchdogSec = lib.mkForce "45s"; }',
    codes: ['WD1222', 'WD1280'],
  },
  {
    about: 'the driver is blacklisted',
    target: 'systemd',
    module: '{ boot.blacklistedKernelModules = [ "i6300esb" ]; }',
    codes: ['WD1280'],
  },
  {
    about: 'the driver loads after PID 1 has looked',
    target: 'systemd',
    module: '{ boot.initrd.kernelModules = lib.mkForce [ ]; }',
    codes: ['WD1280'],
  },
  {
    about: 'a second feeder',
    target: 'systemd',
    module: '{ services.watchdogd.enable = true; }',
    codes: ['WD1220'],
  },
  {
    about: 'armed although it is deferred',
    target: 'deferred',
    module: '{ systemd.settings.Manager.RuntimeWatchdogSec = "10s"; }',
    codes: ['WD1222'],
  },
];

t.test('the evaluated configuration, as docs/audit.md prints it', async (t) => {
  if (!need(t, NIX)) return;
  if (PRINTED === undefined) return t.fail('docs/audit.md has no expression for nix eval');
  const folder = t.testdir({});
  const values = evaluate<readonly unknown[]>(
    folder,
    `map (${PRINTED}) [ ${machines.map(({ target, module }) => `(eval [ (machine "${target}") ${module} ])`).join(' ')} ]`,
  );
  for (const [index, { about, target, codes = [] }] of machines.entries()) {
    const file = join(folder, 'eval.json');
    writeFileSync(file, JSON.stringify(values[index], null, 2));
    const spec = join(MACHINES, 'watchdog.toml');
    const { exit, stdout, stderr } = wdgen(
      ['audit', '--spec', spec, '--target', target, '--nix-eval', file, '--format', 'json'],
      folder,
    );
    const found: readonly { code: string }[] = JSON.parse(stdout).diagnostics;
    t.equal(exit, codes.length === 0 ? 0 : 1, `${about}: ${stderr}`);
    t.strictSame([...new Set(found.map(({ code }) => code))], codes, about);
  }
});
