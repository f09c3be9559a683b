import t from 'tap';
import { need } from '../tools/lib/need.js';
import { imageTools } from './lib/debian-image.js';
import { Pc } from './lib/pc.js';

t.test('boots', async (t) => {
  if (!need(t, imageTools)) return;
  const pc = new Pc(t, {
    put: [
      {
        path: '/etc/init.d/S30dbus',
        mode: 0o755,
        text: '#!/bin/sh\nmkdir -p /run/dbus; dbus-daemon --system --fork\n',
      },
    ],
    inittab: '::respawn:/usr/sbin/connmand -n\n',
  });
  const start = Date.now();
  await pc.ready();
  t.comment(`ready after ${Date.now() - start} ms`);
  t.comment(
    (
      await pc.run(
        'uname -a; cat /proc/uptime; ls -l /proc/1/exe; ps ax 2>/dev/null| grep -v "\\[" || busybox ps | grep -v "\\["; ls /sys/class/net; date; modprobe veth && modprobe sch_netem; tc qdisc add dev lo root netem loss 30% && echo ok; busybox --help | head -1; busybox --list | tr "\\n" " "',
      )
    ).text,
  );
  t.comment(`done after ${Date.now() - start} ms`);
});
