// An image with s6-rc: the source directory, and the compiled database that really boots.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { root } from '../lib/wdgen.js';
import { type Defect, plantEach } from './lib/plant.js';

/** A constant database with these keys and no hash tables that anybody would ask. Source: cr.yp.to/cdb/cdb.txt. */
function cdb(keys: readonly string[]): Buffer {
  const records = keys.map((key) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(Buffer.byteLength(key), 0);
    head.writeUInt32LE(4, 4);
    return Buffer.concat([head, Buffer.from(key), Buffer.alloc(4)]);
  });
  const body = Buffer.concat(records);
  const header = Buffer.alloc(2048);
  for (let at = 0; at < 2048; at += 8) header.writeUInt32LE(2048 + body.length, at);
  return Buffer.concat([header, body]);
}

const DB = 'root/etc/s6-rc/compiled/resolve.cdb';
const SOURCE = 'root/etc/s6-rc/source';
const NAMES = ['default', 'mount-filesystems', 'watchdog-feeder'];

const DEFECTS: readonly Defect[] = [
  {
    name: 'the database was compiled before the feeder was added',
    plant: (tree) => tree.write(DB, cdb(['default', 'mount-filesystems'])),
    ...{ code: 'WD1270', file: DB, line: 1, also: ['WD1221'] },
  },
  {
    name: 'the feeder depends on what is not there',
    plant: (tree) => tree.write(`${SOURCE}/watchdog-feeder/dependencies.d/mount-everything`, ''),
    ...{ code: 'WD1271', file: `${SOURCE}/watchdog-feeder/dependencies.d/mount-everything`, line: 1 },
  },
  {
    name: 'the feeder is stopped with SIGTERM',
    plant: (tree) => tree.write(`${SOURCE}/watchdog-feeder/down-signal`, 'SIGTERM\n'),
    ...{ code: 'WD1226', file: `${SOURCE}/watchdog-feeder/down-signal`, line: 1, also: ['WD1201'] },
  },
  {
    name: 'the bundle does not hold the feeder',
    plant: (tree) => tree.remove(`${SOURCE}/default/contents.d/watchdog-feeder`),
    ...{ code: 'WD1230', file: `${SOURCE}/watchdog-feeder/run`, line: 1, also: ['WD1200', 'WD1221'] },
  },
  {
    name: 'the application of phase 2 feeds already',
    plant: (tree) => {
      tree.write(`${SOURCE}/maintainer/type`, 'longrun\n');
      tree.write(
        `${SOURCE}/maintainer/run`,
        '#!/bin/execlineb -P\nredirfd -w 5 /dev/watchdog\nmaintainer --pet-fd 5\n',
        0o755,
      );
      tree.write(`${SOURCE}/default/contents.d/maintainer`, '');
      tree.write(DB, cdb([...NAMES, 'maintainer']));
      tree.write('root/bin/execlineb', '\x7fELF', 0o755);
    },
    ...{ code: 'WD1220', file: `${SOURCE}/maintainer/run`, line: 2 },
  },
];

t.test('fortros-node with its database', async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-s6-image-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  const put = (path: string, text: string | Buffer, mode = 0o644) => {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text, { mode });
  };
  cpSync(join(root, 'examples/watchdog.toml'), join(work, 'watchdog.toml'));
  cpSync(join(root, 'examples/generated/fortros-node/rootfs'), join(work, 'root'), { recursive: true });
  put('root/bin/sh', '\x7fELF', 0o755);
  put(`${SOURCE}/default/type`, 'bundle\n');
  put(`${SOURCE}/default/contents.d/mount-filesystems`, '');
  put(`${SOURCE}/mount-filesystems/type`, 'oneshot\n');
  put(`${SOURCE}/mount-filesystems/up`, '/bin/sh -c true\n');
  put(DB, cdb(NAMES));
  const what = { spec: join(work, 'watchdog.toml'), targets: ['fortros-node'], rootfs: join(work, 'root') };
  await plantEach(t, work, what, DEFECTS);

  await t.test('the source need not be in the image', async (t) => {
    rmSync(join(work, SOURCE), { recursive: true });
    rmSync(join(work, 'root/etc/s6-rc/compiled'), { recursive: true });
    put('root/etc/s6-rc/compiled/resolve.cdb', cdb(NAMES));
    put(
      'root/etc/s6-rc/compiled/servicedirs/watchdog-feeder/run',
      '#!/bin/sh\nexec watchdog -F -T 30 -t 10 /dev/watchdog\n',
      0o755,
    );
    put('root/etc/s6-rc/compiled/servicedirs/watchdog-feeder/down-signal', 'SIGKILL\n');
    await plantEach(t, work, what, []);
  });
});
