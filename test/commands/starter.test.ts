// What `init` shows beside the watchdog: commented out it changes nothing, uncommented it is valid.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { findBoard, findDriver } from '../../src/catalogue/index.js';
import { type Starter, starterText } from '../../src/commands/starter.js';
import { wdgen } from '../lib/wdgen.js';

function starter(board: string, platform: Starter['platform'], init?: string): Starter {
  const found = findBoard(board);
  const driver = findDriver(found?.driver ?? '');
  if (found === undefined || driver === undefined) throw new Error(board);
  const release = platform === 'nixos' ? '25.11' : undefined;
  return { name: `${board}-${platform}-${init ?? 'x'}`, board: found, driver, platform, init, release };
}

const STARTERS = ['dell-optiplex', 'rock64'].flatMap((board) => [
  starter(board, 'nixos'),
  starter(board, 'systemd'),
  ...['systemd', 's6-rc', 'busybox', 'sysv'].map((init) => starter(board, 'buildroot', init)),
]);

/** The starters as one spec, each line of the blocks as it is, or without its `#`. */
function spec(change: (text: string) => string): string {
  const parts = STARTERS.map((one) => starterText(one).replace('schema = 1\n', ''));
  return `schema = 1\n${parts.map(change).join('\n')}`;
}

const uncommented = (text: string) => text.replaceAll(/^#(?=[^ #\n])/gm, '');

t.test('uncommented, every block of every platform is valid', async (t) => {
  const folder = t.testdir({});
  writeFileSync(join(folder, 'watchdog.toml'), spec(uncommented));
  const { stdout, stderr } = wdgen(['check', '--format', 'json'], folder);
  const { data, diagnostics } = JSON.parse(stdout) as {
    data: unknown;
    diagnostics: readonly { readonly code: string; readonly severity: string }[];
  };
  t.ok(data, stderr);
  const wrong = diagnostics.filter(({ severity }) => severity !== 'note');
  t.strictSame(
    wrong.map(({ code }) => code),
    [],
  );
});

t.test('as written, the blocks are comments', async (t) => {
  const folder = t.testdir({});
  writeFileSync(
    join(folder, 'watchdog.toml'),
    spec((text) => text),
  );
  const { stdout } = wdgen(['status', '--format', 'json'], folder);
  const { settings } = (JSON.parse(stdout) as { data: { settings: { setting: string; state: string }[] } })
    .data;
  t.ok(settings.length >= STARTERS.length * 3);
  for (const { setting, state } of settings) t.equal(state, 'deferred', setting);
});

t.test('each platform is shown what fits it', async (t) => {
  const tables = (one: Starter) => [
    ...new Set([...starterText(one).matchAll(/^#\[target\.[^.]+\.([a-z]+)/gm)].map(([, table]) => table)),
  ];
  const common = ['network', 'monitor', 'retention', 'doctor'];
  t.strictSame(tables(starter('rock64', 'buildroot', 's6-rc')), common);
  t.strictSame(tables(starter('rock64', 'nixos')).sort(), [...common, 'service'].sort());
  t.strictSame(tables(starter('dell-optiplex', 'systemd')).sort(), [...common, 'rollback', 'service'].sort());
});
