import type { ImageTree } from '../image/tree.js';
import type { Place, Text } from '../place.js';
import { type FoundFeeder, nodeOf } from './feeders.js';
import { findProgram, type Step } from './steps.js';
import { baseName, unwrapped } from './words.js';

/** Programs that take a watchdog's node as an argument and do not open it. */
const HARMLESS = new Set(
  [
    'test [ [[ case: for: export readonly local declare echo printf logger',
    'ls chmod chown mknod rm ln readlink stat find cat grep sed wdctl udevadm fuser lsof',
  ].flatMap((names) => names.split(' ')),
);
const NODE = /(?:^|[^\w/])(\/dev\/watchdog\d*)(?![\w./-])/;
/** A program of this size is no service of an appliance. */
const PROGRAM_LIMIT = 32 * 1024 * 1024;

/** A command that opens the node itself: by a redirection, an argument, its unit, or in its own code. */
export function openerFeeder(tree: ImageTree, step: Step): FoundFeeder | undefined {
  const { start } = step;
  if (/stop|shutdown/.test(step.inside)) return undefined;
  const written = byRedirect(step) ?? byArgument(step);
  const found =
    written === undefined ? (byUnit(step) ?? byCode(tree, step)) : { node: written, place: step.place };
  if (found === undefined) return undefined;
  return {
    kind: 'application',
    name: start.name,
    device: nodeOf(found.node),
    timeoutMs: null,
    petMs: null,
    on: start.on,
    place: found.place,
    start,
  };
}

interface Opened {
  readonly node: string;
  readonly place: Place;
}

function byRedirect({ words, redirects }: Step): string | undefined {
  if (disarms(words)) return undefined;
  return redirects.map((target) => NODE.exec(target)?.[1]).find((node) => node !== undefined);
}

/** `echo V > /dev/watchdog`: the magic close stops the timer. Source: linux Documentation/watchdog/watchdog-api.rst. */
function disarms(words: readonly string[]): boolean {
  const [program = '', ...rest] = unwrapped(words);
  return /^(echo|printf)$/.test(baseName(program)) && /^V(\\n)?$/.test(rest.at(-1) ?? '');
}

function byArgument({ words }: Step): string | undefined {
  const [program = '', ...rest] = unwrapped(words);
  if (HARMLESS.has(baseName(program)) || /^[A-Za-z_]\w*=/.test(program)) return undefined;
  return rest
    .map((word) => /^(?:[\w-]+=)?(\/dev\/watchdog\d*)$/.exec(word)?.[1])
    .find((node) => node !== undefined);
}

/** A unit that is let at the device, or told its name, opens it. */
function byUnit({ start: { unit } }: Step): Opened | undefined {
  for (const { section, key, value, place } of unit?.all ?? []) {
    if (section !== 'Service' || !/^(DeviceAllow|Environment)$/.test(key)) continue;
    const node = NODE.exec(` ${value.replace(/^["']?\w+=/, '')}`)?.[1];
    if (node !== undefined) return { node, place };
  }
  return undefined;
}

/** Scripts of other languages, and programs: those that hold the node's name open it. systemd's own and BusyBox hold it anyway. */
function byCode(tree: ImageTree, { words, start, place }: Step): Opened | undefined {
  const plain = unwrapped(words);
  for (const word of plain.slice(0, 3)) {
    const path = findProgram(tree, word);
    if (path === undefined || (word !== plain[0] && !word.startsWith('/'))) continue;
    const real = tree.find(path);
    if (real === undefined || /^\/(usr\/)?lib\/systemd\/|busybox|\/systemd[\w-]*$/.test(real.path)) continue;
    const text = tree.text(path);
    if (text !== undefined) {
      const found = isShellText(text) ? undefined : inScript(text);
      if (found !== undefined) return found;
      continue;
    }
    const node = nodeInProgram(tree, real.path);
    if (node !== undefined && start.by !== 'cron') return { node, place };
  }
  return undefined;
}

/** Shell scripts are read command by command. */
function isShellText({ text }: Text): boolean {
  return /^#!\s*\S*(sh|env (ba|da)?sh)\b/.test(text) || !text.startsWith('#!');
}

function inScript(text: Text): Opened | undefined {
  for (const [index, line] of text.text.split('\n').entries()) {
    const node = NODE.exec(line.replace(/^\s*(#|\/\/).*/, ''))?.[1];
    if (node !== undefined) return { node, place: { in: text, line: index + 1 } };
  }
  return undefined;
}

const programs = new WeakMap<ImageTree, Map<string, string | undefined>>();

function nodeInProgram(tree: ImageTree, path: string): string | undefined {
  const known = programs.get(tree) ?? new Map<string, string | undefined>();
  programs.set(tree, known);
  if (!known.has(path)) known.set(path, nodeInBytes(tree.bytes(path, PROGRAM_LIMIT)));
  return known.get(path);
}

function nodeInBytes(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined || bytes.subarray(0, 4).toString('latin1') !== '\x7fELF') return undefined;
  const at = bytes.indexOf('/dev/watchdog');
  if (at === -1) return undefined;
  return /^\/dev\/watchdog\d*/.exec(bytes.toString('latin1', at, at + 20))?.[0];
}
