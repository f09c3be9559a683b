// A spec is replaced at once, keeps its mode, and is left alone when somebody else wrote it meanwhile.
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { putBack, type SpecFile, writeAll } from '../../src/commands/states/spec-file.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function lab(t: Test, before: string, after: string): SpecFile & { readonly folder: string } {
  const folder = t.testdir({ 'spec.toml': before });
  return { folder, file: join(folder, 'spec.toml'), before: bytes(before), after: bytes(after) };
}

t.test('the bytes change, the mode stays, and nothing is left beside it', async (t) => {
  const one = lab(t, 'a', 'b');
  chmodSync(one.file, 0o640);
  t.strictSame(writeAll([one]), []);
  t.equal(readFileSync(one.file, 'utf8'), 'b');
  t.equal(statSync(one.file).mode & 0o7777, 0o640);
  t.strictSame(putBack([one]), []);
  t.equal(readFileSync(one.file, 'utf8'), 'a');
  t.strictSame(readdirSync(one.folder), ['spec.toml']);
});

t.test('a symbolic link stays one', async (t) => {
  const one = lab(t, 'a', 'b');
  const link = join(one.folder, 'link.toml');
  symlinkSync('spec.toml', link);
  t.strictSame(writeAll([{ ...one, file: link }]), []);
  t.ok(lstatSync(link).isSymbolicLink());
  t.equal(readFileSync(one.file, 'utf8'), 'b');
});

t.test('what somebody else wrote stays', async (t) => {
  const one = lab(t, 'a', 'b');
  writeFileSync(one.file, 'theirs');
  t.match(writeAll([one]), [{ code: 'WD0305' }]);
  t.match(putBack([one]), [{ code: 'WD0305' }]);
  t.equal(readFileSync(one.file, 'utf8'), 'theirs');
});

t.test('all files or none', async (t) => {
  const one = lab(t, 'a', 'b');
  const gone = { ...one, file: join(one.folder, 'gone.toml') };
  t.match(writeAll([one, gone]), [{ code: 'WD0901' }]);
  t.equal(readFileSync(one.file, 'utf8'), 'a');
  t.strictSame(readdirSync(one.folder), ['spec.toml']);
});
