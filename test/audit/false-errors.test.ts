// What is right may not be called wrong: time spans, masks, the environment in a partition, a heartbeat that is off.
import t from 'tap';
import { imageTree } from '../../src/audit/image/tree.js';
import { timeSpan } from '../../src/audit/read/ini.js';
import { readInittab } from '../../src/audit/read/inittab.js';
import { readMarkers } from '../../src/audit/read/markers.js';
import { stepsOf } from '../../src/audit/read/steps.js';
import { readUnits } from '../../src/audit/read/units.js';
import { audited, brief } from './lib/plant.js';

t.test('time spans', async (t) => {
  const rows: readonly (readonly [string, number | null])[] = [
    ['1m', 60_000],
    ['1M', 2_629_800_000],
    ['2w', 1_209_600_000],
    ['500us', 0.5],
    ['1 month', 2_629_800_000],
    ['1y', 31_557_600_000],
    ['1min 30s', 90_000],
    ['30 parsecs', null],
    ['30S', null],
  ];
  for (const [text, ms] of rows) t.equal(timeSpan(text), ms, text);
});

t.test('a branch of case is no health check', async (t) => {
  const checkedIn = (script: string) => {
    const tree = imageTree(
      t.testdir({ etc: { inittab: '::once:/etc/good start\n', good: `#!/bin/sh\n${script}\n` } }),
      '',
    );
    const steps = readInittab(tree).flatMap((start) => stepsOf(tree, start));
    return readMarkers(steps).map(({ checked }) => checked);
  };
  t.strictSame(checkedIn('case "$1" in start) rauc status mark-good ;; esac'), [false]);
  t.strictSame(checkedIn('case "$1" in start) /bin/check && rauc status mark-good ;; esac'), [true]);
  t.strictSame(checkedIn('case "$1" in\nstart) if /bin/check; then\nrauc status mark-good\nfi ;;\nesac'), [
    true,
  ]);
  t.strictSame(checkedIn('if /bin/check; then case "$1" in start) rauc status mark-good ;; esac; fi'), [
    true,
  ]);
});

t.test('a mask may be a relative link', async (t) => {
  const mask = (to: string) => {
    const system = { 'x.service': t.fixture('symlink', to) };
    const tree = imageTree(t.testdir({ etc: { systemd: { system } } }), '');
    return readUnits(tree).get('x.service')?.masked !== undefined;
  };
  t.equal(mask('/dev/null'), true);
  t.equal(mask('../../../dev/null'), true);
  t.equal(mask('../../dev/null'), false);
});

const SYSTEM_CONF =
  '[Manager]\nRuntimeWatchdogSec=30s\nRebootWatchdogSec=default\nKExecWatchdogSec=default\n';

t.test('rules', async (t) => {
  const image = (watchdogSec: string, conf = SYSTEM_CONF) => ({
    etc: { systemd: { 'system.conf': conf } },
    usr: {
      bin: { app: '' },
      lib: {
        systemd: {
          systemd: '',
          system: { 'app.service': `[Service]\nExecStart=/usr/bin/app\nWatchdogSec=${watchdogSec}\n` },
        },
      },
    },
  });
  const codes = async (dir: object, codes: readonly string[]) =>
    brief(await audited({ noSpec: true, rootfs: t.testdir({ ...dir }) })).filter((line) =>
      codes.some((code) => line.startsWith(code)),
    );
  t.strictSame(await codes(image('0'), ['WD1228', 'WD1230']), [], 'WatchdogSec=0 is no heartbeat');
  t.match(await codes(image('10s'), ['WD1230']), [/app\.service/], 'one that is on has to be started');
  const governor = `${SYSTEM_CONF}RuntimeWatchdogPreSec=5s\nRuntimeWatchdogPreGovernor=panic\n`;
  t.strictSame(await codes(image('0', governor), ['WD1228']), [], 'a governor is no time');
  const wrong = SYSTEM_CONF.replace('30s', '30x');
  t.match(await codes(image('0', wrong), ['WD1228']), [/RuntimeWatchdogSec=30x/]);
});

t.test("a partition's offset is not compared with one on the disk", async (t) => {
  const offsets = async (device: string) => {
    const folder = t.testdir({
      fw: `${device} 0x0 0x4000\n`,
      uboot: 'CONFIG_ENV_IS_IN_MMC=y\nCONFIG_ENV_SIZE=0x4000\nCONFIG_ENV_OFFSET=0x100000\n',
    });
    const found = await audited({ noSpec: true, fwEnv: `${folder}/fw`, ubootConfig: `${folder}/uboot` });
    return brief(found).filter((line) => /WD1240.*offset/.test(line)).length;
  };
  t.equal(await offsets('/dev/mmcblk1p3'), 0);
  t.equal(await offsets('/dev/mmcblk1'), 1);
  t.equal(await offsets('/dev/mmcblk1boot0'), 1);
});
