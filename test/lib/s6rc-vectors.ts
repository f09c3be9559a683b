import type { SourceEntry, SourceTree } from '../../src/audit/s6rc-source.js';

/** A file's text, a file with a mode, or a folder. */
type Content = string | { readonly text: string; readonly mode: number } | 'DIR';

/** A small source, and what s6-rc-compile says about it. */
export interface Vector {
  readonly name: string;
  readonly files: Readonly<Record<string, Content>>;
  readonly verdict: 'refused' | 'warned' | 'accepted';
  /** Where wdgen is stricter than s6-rc-compile. */
  readonly stricter?: true;
  /** It takes execline to tell. */
  readonly execline?: true;
}

const RUN = { text: '#!/bin/sh\nexec sleep 9\n', mode: 0o755 };
const LONGRUN = 'longrun\n';

/** A longrun `a`, with other files in it. */
function longrun(more: Readonly<Record<string, Content>> = {}, name = 'a'): Record<string, Content> {
  const below = Object.entries(more).map(([path, content]) => [`${name}/${path}`, content]);
  return { [`${name}/type`]: LONGRUN, [`${name}/run`]: RUN, ...Object.fromEntries(below) };
}

const refused: Readonly<Record<string, Vector['files']>> = {
  'type with CRLF': longrun({ type: 'longrun\r\n' }),
  'type with a trailing space': longrun({ type: 'longrun \n' }),
  'no type': { 'a/run': RUN },
  'type is a folder': { 'a/type': 'DIR', 'a/run': RUN },
  'unknown type': longrun({ type: 'longruns\n' }),
  'type with a word before': longrun({ type: ' bundle\n' }),
  'longrun without run': { 'a/type': LONGRUN },
  'run is a folder': { 'a/type': LONGRUN, 'a/run': 'DIR' },
  'undefined dependency in dependencies.d': longrun({ 'dependencies.d/b': '' }),
  'undefined dependency in dependencies': longrun({ dependencies: 'b\n' }),
  'dependencies.d is a file': longrun({ 'dependencies.d': 'b\n' }),
  'reserved name as dependency': longrun({ 'dependencies.d/s6rc-b': '' }),
  'self-dependency': longrun({ 'dependencies.d/a': '' }),
  'dependency cycle': {
    ...longrun({ 'dependencies.d/b': '' }),
    ...longrun({ 'dependencies.d/a': '' }, 'b'),
  },
  'dependency cycle through a bundle': {
    ...longrun({ 'dependencies.d/all': '' }),
    'all/type': 'bundle\n',
    'all/contents.d/a': '',
  },
  'oneshot without up': { 'a/type': 'oneshot\n' },
  'timeout-up 30s': longrun({ 'timeout-up': '30s\n' }),
  'timeout-up -1': longrun({ 'timeout-up': '-1\n' }),
  'timeout-up 2^32': longrun({ 'timeout-up': '4294967296\n' }),
  'timeout-up empty': longrun({ 'timeout-up': '' }),
  'timeout-down with a blank': longrun({ 'timeout-down': ' 30\n' }),
  'timeout-kill 1e3': longrun({ 'timeout-kill': '1e3\n' }),
  'bundle without contents': { 'a/type': 'bundle\n' },
  'bundle with undefined contents': { 'a/type': 'bundle\n', 'a/contents.d/b': '' },
  'bundle with cyclic contents': {
    'a/type': 'bundle\n',
    'a/contents.d/b': '',
    'b/type': 'bundle\n',
    'b/contents.d/a': '',
  },
  'name with a newline': longrun({}, 'a\nb'),
  'name starting s6rc-': longrun({}, 's6rc-a'),
  'name starting s6-rc-, and only a file': { ...longrun(), 's6-rc-a': '' },
  'producer-for without consumer': { ...longrun({ 'producer-for': 'b\n' }), ...longrun({}, 'b') },
  'producer-for two': { ...longrun({ 'producer-for': 'b\nc\n' }), ...longrun({}, 'b'), ...longrun({}, 'c') },
  'consumer-for without producer': { ...longrun({ 'consumer-for': 'b\n' }), ...longrun({}, 'b') },
  'producer-for a oneshot': {
    ...longrun({ 'producer-for': 'b\n' }),
    'b/type': 'oneshot\n',
    'b/up': 'true\n',
  },
  'pipeline loop': {
    ...longrun({ 'producer-for': 'b\n', 'consumer-for': 'b\n' }),
    ...longrun({ 'producer-for': 'a\n', 'consumer-for': 'a\n' }, 'b'),
  },
  'pipeline-name of a service that exists': {
    ...longrun({ 'producer-for': 'b\n' }),
    ...longrun({ 'consumer-for': 'a\n', 'pipeline-name': 'a\n' }, 'b'),
  },
  'notification-fd abc': longrun({ 'notification-fd': 'abc\n' }),
  'lock-fd equal to notification-fd': longrun({ 'notification-fd': '3\n', 'lock-fd': '3\n' }),
};

const warned: Readonly<Record<string, Vector['files']>> = {
  'nothing at all': {},
  'notification-fd 0': longrun({ 'notification-fd': '0\n' }),
  'pipeline-name without pipeline': longrun({ 'pipeline-name': 'p\n' }),
};

const accepted: Readonly<Record<string, Vector['files']>> = {
  longrun: longrun(),
  'type without newline': longrun({ type: 'longrun' }),
  'a file beside the services': { ...longrun(), README: 'text' },
  '255-character name': longrun({}, 'a'.repeat(255)),
  'flag-essential as a folder': longrun({ 'flag-essential': 'DIR' }),
  'every file a longrun may have': longrun({
    'flag-essential': '',
    'timeout-up': '4294967295\n',
    'timeout-down': '0\n\n',
    'timeout-kill': '3000',
    'timeout-finish': '5000\n',
    'max-death-tally': '10\n',
    'notification-fd': '3\nrest',
    'lock-fd': '4\n',
    'down-signal': 'SIGKILL\n',
    finish: RUN,
    'data/x': 'y',
    'env/X': 'y',
  }),
  'dependencies with comments, blanks and repetitions': {
    ...longrun({ dependencies: '# b\n\n  b\n\tb\nb' }),
    ...longrun({}, 'b'),
  },
  'dependency on a bundle': {
    ...longrun({ 'dependencies.d/all': '' }),
    ...longrun({}, 'b'),
    'all/type': 'bundle\n',
    'all/contents.d/b': '',
  },
  'diamond of dependencies': {
    ...longrun({ 'dependencies.d/b': '', 'dependencies.d/c': '' }),
    ...longrun({ 'dependencies.d/d': '' }, 'b'),
    ...longrun({ 'dependencies.d/d': '' }, 'c'),
    ...longrun({}, 'd'),
  },
  'a pipeline with a name': {
    ...longrun({ 'producer-for': 'log\n' }),
    ...longrun({ 'consumer-for': 'a\n', 'pipeline-name': 'a-and-log\n' }, 'log'),
    'all/type': 'bundle\n',
    'all/contents.d/a-and-log': '',
  },
  oneshot: { 'a/type': 'oneshot\n', 'a/up': 'if { true } echo up\n', 'a/down': '' },
};

/** Accepted by s6-rc-compile although wrong. */
const stricter: Readonly<Record<string, Vector['files']>> = {
  'a dot name': { ...longrun(), ...longrun({}, '.a') },
  'run not executable': longrun({ run: { ...RUN, mode: 0o644 } }),
  'run without an interpreter line': longrun({ run: { text: 'exec sleep 9\n', mode: 0o755 } }),
  'down-signal of no signal': longrun({ 'down-signal': 'SIGKILL # never disarm\n' }),
  'type with a second line': longrun({ type: 'longrun\nand more\n' }),
  'empty bundle': { 'a/type': 'bundle\n', 'a/contents.d': 'DIR' },
  'contents beside contents.d': {
    ...longrun({}, 'b'),
    'a/type': 'bundle\n',
    'a/contents.d/b': '',
    'a/contents': 'b\n',
  },
  'dependencies beside dependencies.d': {
    ...longrun({ dependencies: 'nobody\n', 'dependencies.d/b': '' }),
    ...longrun({}, 'b'),
  },
};

const execline: Readonly<Record<string, Vector['files']>> = {
  'oneshot with bad execline': { 'a/type': 'oneshot\n', 'a/up': 'if { true echo up\n' },
  'oneshot with a bad down': { 'a/type': 'oneshot\n', 'a/up': 'true\n', 'a/down': 'echo "up\n' },
};

/** The probe vectors, and more of their kind. Each verdict was compared with s6-rc 0.5.4.1. */
export const vectors: readonly Vector[] = [
  ...of(refused, { verdict: 'refused' }),
  ...of(warned, { verdict: 'warned' }),
  ...of(accepted, { verdict: 'accepted' }),
  ...of(stricter, { verdict: 'accepted', stricter: true }),
  ...of({ 'only a dot name': longrun({}, '.a') }, { verdict: 'warned', stricter: true }),
  ...of(execline, { verdict: 'refused', execline: true }),
];

function of(
  table: Readonly<Record<string, Vector['files']>>,
  expected: Omit<Vector, 'name' | 'files'>,
): readonly Vector[] {
  return Object.entries(table).map(([name, files]) => ({ name, files, ...expected }));
}

/** The vector as the checker wants it. */
export function treeOf(files: Vector['files']): SourceTree {
  return new Map(Object.entries(files).map(([path, content]) => [path, entryOf(content)]));
}

function entryOf(content: Content): SourceEntry {
  if (content === 'DIR') return { kind: 'dir', text: '', mode: 0o755 };
  const file = typeof content === 'string' ? { text: content, mode: 0o644 } : content;
  return { kind: 'file', ...file };
}
