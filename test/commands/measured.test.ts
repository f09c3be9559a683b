// What the bench has recorded for these very files stands in the timeline; what it has recorded for others does not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { wdgen } from '../lib/wdgen.js';

const SPEC = `schema = 1

[target.box]
board = "rock64"
platform = "nixos"
release = "25.11"

[target.box.watchdog]
feeder = { active = "systemd" }
runtime = { active = "20s" }
`;

interface Told {
  readonly data: readonly [
    {
      readonly figures: readonly {
        readonly id: string;
        readonly value: number | null;
        readonly notes: readonly string[];
      }[];
    },
  ];
}

t.test('a reset on the bench', async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-measured-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  const say = (text: string) => writeFileSync(join(work, 'watchdog.toml'), text);
  const hang = () => {
    const { data } = JSON.parse(wdgen(['timeline', '--format', 'json'], work).stdout) as Told;
    return data[0].figures.find(({ id }) => id === 'feeder-hang');
  };
  const file = (seconds: number) => {
    const { stdout } = wdgen(['evidence', 'hash', '--target', 'box', '--format', 'json'], work);
    const artefacts = /[0-9a-f]{64}/.exec(stdout)?.[0];
    const record = {
      schema: 1,
      kind: 'fired',
      target: 'box',
      source: 'bench',
      artefacts,
      fired: true,
      seconds,
    };
    writeFileSync(join(work, 'bench.json'), JSON.stringify(record));
    const { exit, stderr } = wdgen(['evidence', 'add', '--target', 'box', 'bench.json'], work);
    t.equal(exit, 0, stderr);
  };
  say(SPEC);
  t.equal(hang()?.value, 28_633);
  file(23);
  t.equal(hang()?.value, 28_633, 'one reset in time is no worst case');
  t.match(hang()?.notes.join(' '), /On the board the reset came 23 s after/);
  file(61);
  t.equal(hang()?.value, 61_000, 'a board that needs longer is believed');
  say(SPEC.replace('20s', '10s'));
  t.equal(hang()?.value, 15_000, 'it was measured on other files');
});
