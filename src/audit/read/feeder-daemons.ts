import type { ImageTree } from '../image/tree.js';
import type { Text } from '../place.js';
import { type FoundFeeder, nodeOf } from './feeders.js';
import { findProgram, type Step } from './steps.js';
import { baseName, unwrapped } from './words.js';

/** A word that names the program: not its device, nor an assignment. */
const PROGRAM = /^(?!\/dev\/)(?:\/(?:[\w.+-]+\/)*)?(?:watchdog|watchdogd|wd_keepalive)$/;

/** A command that is a known feeder: the BusyBox applet, watchdog(8) or watchdogd. */
export function daemonFeeder(tree: ImageTree, step: Step): FoundFeeder | undefined {
  if (/stop|shutdown/.test(step.inside)) return undefined;
  const words = unwrapped(step.words);
  const at = words.findIndex((word) => PROGRAM.test(word));
  // In execline the program comes last; in a shell a word of that name elsewhere is an argument.
  if (at === -1 || (at > 0 && step.start.by !== 's6-rc')) return undefined;
  const name = baseName(words[at] ?? '');
  const rest = words.slice(at + 1);
  if (step.start.by === 's6-rc' && at > 0 && rest.length === 0) return undefined;
  const read =
    name === 'watchdogd' ? watchdogd : isApplet(tree, step.words, words[at] ?? '') ? applet : watchdog8;
  const found = read(tree, rest);
  if (found === undefined) return undefined;
  const { start, place } = step;
  return { ...found, name: start.name, device: nodeOf(found.device), on: start.on, place, start };
}

type Read = Pick<FoundFeeder, 'kind' | 'device' | 'timeoutMs' | 'petMs'>;

function isApplet(tree: ImageTree, words: readonly string[], program: string): boolean {
  if (words.some((word) => baseName(word) === 'busybox')) return true;
  // Only the applet has times as options and takes its device as an argument.
  if (words.some((word) => /^-[tT]/.test(word) || word.startsWith('/dev/'))) return true;
  const path = findProgram(tree, program);
  if (path === undefined) return tree.find('/etc/watchdog.conf') === undefined;
  return baseName(tree.find(path)?.path ?? '').startsWith('busybox');
}

/** `watchdog [-t N[ms]] [-T N[ms]] [-F] DEV`. Source: busybox 1.37 miscutils/watchdog.c. */
function applet(_: ImageTree, words: readonly string[]): Read {
  const timeoutMs = seconds(optionOf(words, 'T')) ?? 60_000;
  const petMs = seconds(optionOf(words, 't')) ?? timeoutMs / 2;
  return { kind: 'busybox', device: deviceIn(words) ?? '/dev/watchdog', timeoutMs, petMs };
}

/** watchdog(8) opens a device only when its configuration names one. Source: watchdog.conf(5) of 5.16. */
function watchdog8(tree: ImageTree, words: readonly string[]): Read | undefined {
  const defaults = tree.text('/etc/default/watchdog');
  if (defaults !== undefined && /^run_watchdog=["']?[^1"'\s]/m.test(defaults.text)) return undefined;
  const config = tree.text(optionOf(words, 'c') ?? '/etc/watchdog.conf');
  const device = valueIn(config, 'watchdog-device');
  if (device === undefined) return undefined;
  return {
    kind: 'watchdog',
    device,
    timeoutMs: seconds(valueIn(config, 'watchdog-timeout')) ?? 60_000,
    petMs: seconds(valueIn(config, 'interval')) ?? 1_000,
  };
}

/** watchdogd: options, or its configuration. Source: watchdogd 4.1 watchdogd(8), watchdogd.conf(5). */
function watchdogd(tree: ImageTree, words: readonly string[]): Read {
  const config = tree.text(optionOf(words, 'f') ?? '/etc/watchdogd.conf');
  const block = /^\s*device\s+(\S+)\s*\{/m.exec(config?.text ?? '')?.[1];
  return {
    kind: 'watchdogd',
    device: deviceIn(words) ?? block ?? '/dev/watchdog',
    timeoutMs: seconds(optionOf(words, 'T') ?? valueIn(config, 'timeout')),
    petMs: seconds(optionOf(words, 't') ?? valueIn(config, 'interval')),
  };
}

function optionOf(words: readonly string[], letter: string): string | undefined {
  const at = words.findIndex((word) => word.startsWith(`-${letter}`));
  const word = words[at];
  return word === undefined ? undefined : word.length > 2 ? word.slice(2) : words[at + 1];
}

function valueIn(config: Text | undefined, key: string): string | undefined {
  return new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, 'm').exec(config?.text ?? '')?.[1];
}

function deviceIn(words: readonly string[]): string | undefined {
  return words.find((word) => word.startsWith('/dev/'));
}

/** `30`, or `500ms`; null for anything else. */
function seconds(text: string | undefined): number | null {
  const [, number, unit] = /^(\d+)(ms|s)?$/.exec(text ?? '') ?? [];
  return number === undefined ? null : Number(number) * (unit === 'ms' ? 1 : 1000);
}
