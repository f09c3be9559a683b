// The lines for systemd-tmpfiles, carried out by the real one on a tree.
import { spawnSync } from 'node:child_process';
import { existsSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { retention } from '../../src/backends/retention/index.js';
import { planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from './lib/need.js';
import { DAY, quarantine } from './lib/retention-lab.js';

const plan = planFixture({
  platform: { kind: 'systemd', init: 'systemd' },
  retentions: [{ ...quarantine, by: 'tmpfiles' }],
});

t.test('systemd-tmpfiles reads the line, and goes by every time stamp', async (t) => {
  if (!need(t, [{ command: 'systemd-tmpfiles', debian: 'systemd' }])) return;
  const root = t.testdir({});
  const [file, ...more] = artefactsOf(retention, plan);
  t.strictSame(more, []);
  t.equal(file?.path, 'rootfs/etc/tmpfiles.d/wdgen-retention.conf');
  const folder = join(root, quarantine.path);
  mkdirSync(join(folder, 'folder'), { recursive: true });
  mkdirSync(join(root, 'etc/tmpfiles.d'), { recursive: true });
  mkdirSync(join(root, 'outside'));
  writeFileSync(join(root, 'outside/file'), '');
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(root, 'outside'), join(folder, 'link'));
  const old = Date.now() / 1000 - 40 * DAY;
  for (const path of ['file', 'link', 'folder']) lutimesSync(join(folder, path), old, old);
  const clean = (age: string) => {
    const text = (file?.text ?? '').replace('- - - 30d -', `- - - ${age} -`);
    writeFileSync(join(root, 'etc/tmpfiles.d/wdgen-retention.conf'), text);
    return spawnSync('systemd-tmpfiles', ['--clean', `--root=${root}`, 'wdgen-retention.conf'], {
      encoding: 'utf8',
      env: { ...process.env, SYSTEMD_LOG_LEVEL: 'debug' },
    });
  };
  const first = clean('30d');
  t.equal(first.status, 0, first.stderr);
  t.notMatch(first.stderr, /Invalid|Unknown|Failed to parse/);
  t.ok(existsSync(join(folder, 'file')), 'its mtime is old, its ctime is not: kept longer, never shorter');
  const second = clean('m:30d');
  t.equal(second.status, 0, second.stderr);
  t.notOk(existsSync(join(folder, 'file')));
  t.match(second.stderr, /[Rr]emoving/, 'and said at the level of debugging');
  t.ok(existsSync(join(root, 'outside/file')));
  t.ok(existsSync(folder), 'the directory itself stays');
});
