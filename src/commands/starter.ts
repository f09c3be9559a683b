import { tomlComment, tomlKey, tomlString } from '../backends/quote/toml.js';
import type { Board, WatchdogDriver } from '../catalogue/types.js';
import { formatDuration } from '../core/duration.js';
import { bySystemd, moreTables } from './starter-more.js';

/** What `wdgen init` needs to write a starter spec. */
export interface Starter {
  readonly name: string;
  readonly board: Board;
  readonly driver: WatchdogDriver;
  readonly platform: 'nixos' | 'buildroot' | 'systemd';
  readonly init: string | undefined;
  readonly release: string | undefined;
}

/** A commented spec for one target, every setting deferred, with timeouts that the board's driver takes. */
export function starterText(starter: Starter): string {
  const { name, board, driver, platform } = starter;
  const table = `target.${tomlKey(name)}`;
  const lines = [
    '# A wdgen watchdog spec. Edit it, then run: wdgen check, wdgen generate',
    '#',
    '# Every setting says its state: { active = X } is enforced in the image, { deferred = X } is only',
    '# documented, { forbidden = "reason" } must not be enforced on this board.',
    '',
    'schema = 1',
    '',
    tomlComment(
      `${board.title} (${board.soc}): driver ${driver.id}, ${driver.limits(board.clockHz).derivation}`,
    ),
    `[${table}]`,
    `board = ${tomlString(board.id)}`,
    `platform = ${tomlString(platform)}`,
    ...(starter.release === undefined ? [] : [`release = ${tomlString(starter.release)}`]),
    ...(starter.init === undefined ? [] : [`init = ${tomlString(starter.init)}`]),
    '',
    `[${table}.watchdog]`,
    '# The one process that opens the device and pets it.',
    `feeder = { deferred = ${bySystemd(starter) ? '"systemd"' : '"busybox"'} }`,
    '# Without a pet for this long the hardware resets the machine.',
    `runtime = { deferred = ${tomlString(formatDuration(timeout(starter, 30_000)))} }`,
    ...tail(starter),
    '',
    '# Why the settings above are not enforced yet, and what lifts that.',
    `[${table}.watchdog.deferral]`,
    `reason = ${tomlString(`${board.title}: not validated yet`)}`,
    // Firmware of PCs can leave a watchdog that never resets anything (WD1035).
    `gate = [${isPc(board) ? '"fired", ' : ''}"rehearsal", "boots:50"]`,
    ...moreTables(starter),
  ];
  return `${lines.join('\n')}\n`;
}

function isPc({ arch, soc }: Board): boolean {
  return arch === 'x86' && soc !== 'emulated';
}

function tail(starter: Starter): string[] {
  if (!bySystemd(starter)) {
    const third = Math.max(1000, Math.floor(timeout(starter, 30_000) / 3000) * 1000);
    return [
      '# How often the feeder pets: a third of the timeout leaves room for two late pets.',
      `pet = { deferred = "${formatDuration(third)}" }`,
    ];
  }
  return [
    '# The limit for the last phase of a reboot.',
    `reboot = { deferred = "${formatDuration(timeout(starter, 600_000))}" }`,
  ];
}

/** The usual timeout, or the driver's maximum where that is less and the kernel does not feed in between. */
function timeout({ board, driver }: Starter, usualMs: number): number {
  const { maxMs } = driver.limits(board.clockHz);
  if (maxMs === null || maxMs >= usualMs || driver.overMax === 'core-keepalive') return usualMs;
  return Math.max(1, Math.floor(maxMs / 1000)) * 1000;
}
