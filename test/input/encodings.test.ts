// Encodings: what is no plain UTF-8 text is refused with its place, and what is reads the same however its lines end.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { filesOf, judgeText } from '../lib/in-memory.js';
import { SPEC } from '../lib/small-spec.js';

/** Where something is put into the spec: `%` marks the place. */
const PLACES = {
  'a key': SPEC.replace('runtime =', 'run%time ='),
  'a text': SPEC.replace('"r"', '"before % after"'),
  'a comment': `${SPEC}# before % after\n`,
} as const;

/** Bytes that are refused wherever they stand. */
const REFUSED: Readonly<Record<string, readonly number[]>> = {
  'a lone continuation byte': [0x80],
  'an overlong slash': [0xc0, 0xaf],
  'an overlong NUL': [0xc0, 0x80],
  'a surrogate': [0xed, 0xa0, 0x80],
  'a code point above U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
  'a sequence cut short': [0xe2, 0x82],
  'Latin-1': [0xfc],
  'a byte that UTF-8 never has': [0xff],
  NUL: [0x00],
  'a control character': [0x01],
  escape: [0x1b],
  delete: [0x7f],
  'a carriage return alone': [0x0d],
  'a vertical tab': [0x0b],
};

/** Characters that deceive a reader: refused in keys and texts; a comment reaches no file. */
const HIDDEN: Readonly<Record<string, string>> = {
  'an override of the direction': '\u202e',
  'an isolate': '\u2066',
  'a zero width space': '\u200b',
  'a byte order mark inside': '\ufeff',
  'a line separator': '\u2028',
};

/** Harmless in texts and comments; a key of these letters is an unknown key. */
const PLAIN: Readonly<Record<string, string>> = {
  umlauts: 'äöü',
  'a character beyond the first plane': '😀',
  'a letter and a combining mark': 'e\u0301',
};

const put = (text: string, bytes: readonly number[]): Buffer => {
  const [before = '', after = ''] = text.split('%');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

let cases = 0;
const failures: string[] = [];
function expect(name: string, bytes: Uint8Array, wanted: 'refused' | 'read'): void {
  cases += 1;
  const { exit, diagnostics } = judgeText(bytes);
  const placed = diagnostics.some(({ severity, span }) => severity === 'error' && span !== undefined);
  if (wanted === 'refused' ? exit !== 2 || !placed : exit !== 0)
    failures.push(`${name}: ${exit} ${diagnostics.map(({ code }) => code)}`);
}

t.test('what is no UTF-8, or a control character, is refused wherever it stands', async (t) => {
  for (const [what, bytes] of Object.entries(REFUSED))
    for (const [where, text] of Object.entries(PLACES))
      expect(`${what} in ${where}`, put(text, bytes), 'refused');
  t.strictSame(failures, []);
});

t.test('what hides is refused where it would reach a file; what is plain is read', async (t) => {
  const bytesOf = (text: string) => [...Buffer.from(text)];
  for (const [where, text] of Object.entries(PLACES)) {
    for (const [what, character] of Object.entries(HIDDEN))
      expect(
        `${what} in ${where}`,
        put(text, bytesOf(character)),
        where === 'a comment' ? 'read' : 'refused',
      );
    for (const [what, character] of Object.entries(PLAIN))
      expect(`${what} in ${where}`, put(text, bytesOf(character)), where === 'a key' ? 'refused' : 'read');
  }
  t.strictSame(failures, []);
});

t.test('a mark at the start and other line ends change no file; other encodings are named', async (t) => {
  const files = (text: string | Uint8Array) => JSON.stringify([...filesOf(judgeText(text))]);
  const wanted = files(SPEC);
  const same = {
    'a byte order mark': Buffer.from(`\ufeff${SPEC}`),
    CRLF: Buffer.from(SPEC.replaceAll('\n', '\r\n')),
    'both of them': Buffer.from(`\ufeff${SPEC.replaceAll('\n', '\r\n')}`),
    'mixed line ends': Buffer.from(SPEC.replace('\n', '\r\n')),
  };
  for (const [what, bytes] of Object.entries(same)) {
    expect(what, bytes, 'read');
    if (files(bytes) !== wanted) failures.push(`${what}: other files`);
  }
  const utf16 = Buffer.from(SPEC, 'utf16le');
  const wide = {
    'UTF-16LE': utf16,
    'UTF-16BE': Buffer.from(utf16).swap16(),
    'UTF-16LE with its mark': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    'UTF-16BE with its mark': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
  };
  for (const [what, bytes] of Object.entries(wide)) expect(what, bytes, 'refused');
  t.strictSame(failures, []);
});

t.teardown(() =>
  figure(15, { part: 'encodings and hidden characters', cases, held: cases - failures.length }),
);
