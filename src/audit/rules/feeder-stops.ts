import { builtValue } from '../read/config.js';
import type { FoundFeeder } from '../read/feeders.js';
import { effective } from '../read/ini.js';
import { stepsOf } from '../read/steps.js';
import { baseName } from '../read/words.js';
import type { Audited, AuditFinding, AuditRule } from './types.js';

/** Feeders that disarm the watchdog when they are told to stop. */
const DISARMS = ['busybox', 'watchdog'];

/** Stopping the feeder does not stop the timer. */
export const stopDisarms: AuditRule = {
  code: 'WD1226',
  check: (audited) => {
    if (hasNowayout(audited)) return [];
    return audited.found.feeders
      .filter(({ kind, on }) => on !== undefined && DISARMS.includes(kind))
      .flatMap((feeder) => stopOf(audited, feeder));
  },
};

function hasNowayout({ found: { kernel, cmdline, modules }, expected }: Audited): boolean {
  if (expected?.plan.watchdog.nowayout.active === true) return true;
  if (kernel !== null && builtValue(kernel, 'WATCHDOG_NOWAYOUT') === 'y') return true;
  return (
    cmdline.some(({ value }) => /\.nowayout=(1|y|Y|on)/.test(value)) ||
    modules.options.some(({ value }) => value.option === 'nowayout' && /^(1|y)/i.test(value.value))
  );
}

function stopOf({ found }: Audited, feeder: FoundFeeder): readonly AuditFinding[] {
  const { start } = feeder;
  if (start === null) return [];
  const finding = (place: FoundFeeder['place'], how: string, help: string): AuditFinding => ({
    place,
    detail: `${how} On that the ${feeder.kind === 'busybox' ? 'BusyBox applet' : 'daemon'} writes the "V" that stops the timer, just before the part of a shutdown that may hang; there is no nowayout.`,
    help,
    also: [{ message: 'the feeder', place: feeder.place }],
  });
  if (start.by === 'unit') {
    const signal = effective(start.unit?.all ?? [], 'Service', 'KillSignal')?.last;
    if (/^(SIGKILL|9)$/.test(signal?.value ?? '')) return [];
    return [
      finding(
        signal?.place ?? feeder.place,
        `systemd stops ${start.name} with ${signal?.value ?? 'SIGTERM'}.`,
        'add KillSignal=SIGKILL, or build the kernel with WATCHDOG_NOWAYOUT',
      ),
    ];
  }
  if (start.by === 's6-rc') {
    const path = (start.words[0] ?? '').replace(/\/run$/, '/down-signal');
    const text = found.tree.text(path);
    if (/^(SIG)?(KILL|9)\s*$/.test(text?.text ?? '')) return [];
    return [
      finding(
        text === undefined ? feeder.place : { in: text, line: 1 },
        `s6-rc stops ${start.name} with ${text?.text.trim() ?? 'SIGTERM'}.`,
        'write SIGKILL into the file down-signal of the service',
      ),
    ];
  }
  if (start.by !== 'init-script') return [];
  const stop = stepsOf(found.tree, start).find(({ inside, words }) => /stop/.test(inside) && kills(words));
  return stop === undefined
    ? []
    : [
        finding(
          stop.place,
          `${start.name} stop ends the feeder with a signal.`,
          'let stop do nothing: the feeder has to outlive the shutdown',
        ),
      ];
}

/** A command that ends a process by a signal it can see. */
function kills(words: readonly string[]): boolean {
  const name = baseName(words[0] ?? '');
  if (words.some((word) => /^-?(9|KILL|SIGKILL|s?KILL)$/.test(word))) return false;
  return (
    /^(kill|killall|pkill)$/.test(name) ||
    (name === 'start-stop-daemon' && words.some((word) => /^(--stop|-[a-zA-Z]*K)/.test(word)))
  );
}
