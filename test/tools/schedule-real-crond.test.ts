// BusyBox' own crond, for a minute of the clock.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { scheduleFiles } from '../lib/schedule-files.js';
import { SHELLS } from './lib/commit-lab.js';
import { CROND_TOOLS, crondLab } from './lib/crond-lab.js';
import { need } from './lib/need.js';

const TABLE = 'var/spool/cron/crontabs/root';
const FOREIGN = '# keep me\n0 3 * * * /usr/bin/backup\n';

t.test('the real crond runs the line, and one that runs is left alone', async (t) => {
  if (!need(t, CROND_TOOLS)) return;
  const machine = crondLab(t, scheduleFiles('busybox', { everyMs: 60_000 }), SHELLS['busybox ash']);
  machine.put('usr/libexec/wdgen/selfheal', '#!/bin/sh\n: >/ran\n');
  writeFileSync(join(machine.root, TABLE), FOREIGN, { mode: 0o600 });
  const { log } = machine.run(
    `$script start; first=$(pidof crond); $script start; [ "$first" = "$(pidof crond)" ] && echo one crond; n=0
while [ ! -e /ran ] && [ $n -lt 75 ]; do /bin/busybox sleep 1; n=$((n + 1)); done; [ -e /ran ] && echo ran`,
  );
  t.match(log, /one crond\nran\n$/);
});
