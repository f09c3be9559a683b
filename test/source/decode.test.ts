import t from 'tap';
import { decode, MAX_BYTES } from '../../src/source/decode.js';
import { accept, place, refuse } from './read.js';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'utf8')])),
  );

t.test('a leading byte order mark is cut, line ends are kept', async (t) => {
  t.equal(decode('f', bytes(0xef, 0xbb, 0xbf, 'a = 1\r\n')).value, 'a = 1\r\n');
  t.equal(decode('f', bytes('')).value, '');
});

t.test('the first bad byte is named by line, column and offset', async (t) => {
  const cases: [string, Uint8Array, string, RegExp][] = [
    [
      'Latin-1',
      bytes('a = "x"\nb = "Gr', 0xfc, 'n"\n'),
      '2:8+0',
      /0xfc 0x6e 0x22 0x0a at 2:8 \(byte offset 15\).*Latin-1/,
    ],
    ['columns are characters', bytes('# äöü😀 ', 0xff), '1:8+0', /byte offset 13/],
    ['lone continuation', bytes('a', 0x80), '1:2+0', /byte offset 1\).*Windows-1252/],
    ['overlong', bytes('ab', 0xc0, 0xaf), '1:3+0', /byte offset 2/],
    ['surrogate', bytes('ab', 0xed, 0xa0, 0x80, 'c'), '1:3+0', /byte offset 2/],
    ['above U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80), '1:1+0', /byte offset 0/],
    ['broken in the middle', bytes('a', 0xe2, 0x82, 'b'), '1:2+0', /byte offset 1/],
    ['cut off at the end', bytes('a', 0xe2, 0x82), '1:2+0', /cut off/],
    ['first of two', bytes('a', 0xff, 'b', 0xff), '1:2+0', /byte offset 1/],
  ];
  for (const [name, input, at, detail] of cases) {
    const finding = refuse(input);
    t.equal(finding.code, 'WD0002', name);
    t.equal(place(finding), at, name);
    t.match(finding.detail, detail, name);
  }
});

t.test('UTF-16 and UTF-32 are recognised', async (t) => {
  const le = Uint8Array.from(Buffer.from('a = 1', 'utf16le'));
  const be = Uint8Array.from(Buffer.from('a = 1', 'utf16le').swap16());
  t.match(refuse(bytes(0xff, 0xfe, ...le)).detail, /UTF-16LE/);
  t.match(refuse(bytes(0xfe, 0xff, ...be)).detail, /UTF-16BE/);
  t.match(refuse(le).detail, /UTF-16LE/);
  t.match(refuse(be).detail, /UTF-16BE/);
  t.match(refuse(bytes(0xff, 0xfe, 0, 0, 'a', 0, 0, 0)).detail, /UTF-32LE/);
  t.match(refuse(bytes(0, 0, 0xfe, 0xff)).detail, /UTF-32BE/);
  t.match(refuse(le).help, /iconv -f UTF-16LE/);
});

t.test('the size limit is exact', async (t) => {
  const full = new Uint8Array(MAX_BYTES).fill(0x20);
  t.strictSame(accept(full).value, {});
  const finding = refuse(new Uint8Array(MAX_BYTES + 1).fill(0x20));
  t.equal(finding.code, 'WD0007');
  t.match(finding.detail, `${MAX_BYTES + 1} bytes`);
});
