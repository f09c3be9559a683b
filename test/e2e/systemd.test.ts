import t from 'tap';
import { need } from '../tools/lib/need.js';
import { imageTools } from './lib/debian-image.js';
import { Pc } from './lib/pc.js';

t.test('boots', async (t) => {
  if (!need(t, imageTools)) return;
  const pc = new Pc(t, { put: [] });
  const start = Date.now();
  await pc.ready();
  t.comment(`ready after ${Date.now() - start} ms`);
  t.comment((await pc.run('uname -a; cat /proc/uptime')).text);
  t.comment((await pc.wait('systemctl is-active multi-user.target', 120)).text);
  t.comment(
    (await pc.run('systemd-analyze; systemctl --failed; ls -la /sys/class/watchdog; lsmod | head -50')).text,
  );
  t.comment(`done after ${Date.now() - start} ms`);
});
