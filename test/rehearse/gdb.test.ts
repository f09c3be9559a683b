// The gdb stub of an emulator, as QEMU's answers on a busy host: a stop that nobody asked for comes in between.
import { createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { lockUpProcessor } from '../../src/system/gdb.js';

const packet = (text: string) => `$${text}#00`;

/** A stub with an answer for each command; `first` is sent before the first one. */
async function stubOf(t: Test, answers: Readonly<Record<string, string>>, first = '') {
  const path = join(t.testdir({}), 'gdb');
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.setEncoding('latin1').on('data', (data: string) => {
      for (const [, command = ''] of data.matchAll(/\$([^#]*)#../g)) {
        const answer = packet(answers[command[0] ?? ''] ?? '');
        socket.write(`+${asked.length === 0 ? first : ''}${answer}`);
        asked.push(command);
      }
    });
    socket.on('error', () => {});
  });
  t.teardown(() => server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { path, asked };
}

const QEMU = { q: 'l<?xml version="1.0"?>', p: '8605100000000000', M: 'OK', P: 'OK', D: 'OK' };

t.test('it jumps to itself, with interrupts off', async (t) => {
  for (const first of ['', packet('T02thread:01;')]) {
    const { path, asked } = await stubOf(t, QEMU, first);
    t.equal(await lockUpProcessor(path), true);
    t.strictSame(asked.slice(3), ['M100586,2:ebfe', 'P11=86051000', 'D']);
  }
});

t.test('a stub that answers something else, and none', async (t) => {
  const { path } = await stubOf(t, { ...QEMU, p: 'E01' });
  t.equal(await lockUpProcessor(path), false);
  t.equal(await lockUpProcessor(join(t.testdir({}), 'none')), false);
});
