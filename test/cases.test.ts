// Runs every folder of test/cases through the real command and compares the transcript and the tree it leaves.
// A case: case.json (steps), the input files, transcript.txt, and expected/ where the tree matters.
// `npm run cases:update` rewrites the expectations: read the diff before you commit it.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import t from 'tap';
import { readTree } from './lib/tree.js';
import { wdgen } from './lib/wdgen.js';

/** One step: a command with its exit code, or a change to the files between two commands. */
type Step =
  | { readonly run: readonly string[]; readonly exit: number }
  | { readonly write: string; readonly text: string }
  | { readonly replace: string; readonly from: string; readonly to: string }
  | { readonly bytes: string; readonly hex: string }
  | { readonly remove: string };

interface Case {
  readonly about: string;
  readonly steps: readonly Step[];
}

const cases = join(import.meta.dirname, 'cases');
const update = process.env['WDGEN_UPDATE_CASES'] === '1';
const EXPECTATIONS = new Set(['case.json', 'transcript.txt', 'expected']);

function carryOut(step: Step, work: string): { readonly text: string; readonly exit?: number | null } {
  if ('run' in step) {
    const { exit, stdout, stderr } = wdgen(step.run, work);
    const part = (name: string, said: string) =>
      said === '' ? '' : `--- ${name}\n${said}${said.endsWith('\n') ? '' : '\n'}`;
    return {
      text: `$ wdgen ${step.run.join(' ')}\n${part('stdout', stdout)}${part('stderr', stderr)}--- exit ${exit}\n`,
      exit,
    };
  }
  if ('remove' in step) rmSync(join(work, step.remove), { recursive: true });
  else {
    const name = 'write' in step ? step.write : 'bytes' in step ? step.bytes : step.replace;
    const path = join(work, name);
    mkdirSync(dirname(path), { recursive: true });
    if ('bytes' in step) writeFileSync(path, Buffer.from(step.hex, 'hex'));
    else if ('write' in step) writeFileSync(path, step.text);
    else {
      const before = readFileSync(path, 'utf8');
      if (!before.includes(step.from)) throw new Error(`${name} does not contain ${step.from}`);
      writeFileSync(
        path,
        before.replace(step.from, () => step.to),
      );
    }
  }
  return { text: `# ${Object.keys(step)[0]} ${Object.values(step)[0]}\n` };
}

/** How long an exploration took differs from run to run. */
function withoutTimes(text: string): string {
  return text
    .replace(/"exploredMs": \d+/g, '"exploredMs": #')
    .replace(/^(.* \d+ faults?\b.*) \d+\.\d s( .*)$/gm, '$1 #.# s$2');
}

/** Hashes of generated files follow every change of a template; what is said about them does not. */
function withoutHashes(text: string): string {
  return text.replace(/\b[0-9a-f]{64}\b|(?<=-)[0-9a-f]{12}(?=\.json)|(?<=\()[0-9a-f]{12}(?=\))/g, (hash) =>
    '#'.repeat(hash.length),
  );
}

const only = process.env['WDGEN_CASE'];
for (const name of readdirSync(cases)
  .sort()
  .filter((one) => only === undefined || one.includes(only))) {
  const folder = join(cases, name);
  const { about, steps } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
  t.test(`${name}: ${about}`, async (t) => {
    const work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wdgen-case-'));
    t.teardown(() => rmSync(work, { recursive: true, force: true }));
    cpSync(folder, work, {
      recursive: true,
      filter: (path) => dirname(path) !== folder || !EXPECTATIONS.has(basename(path)),
    });
    let transcript = '';
    for (const step of steps) {
      const { text, exit } = carryOut(step, work);
      transcript += withoutTimes(withoutHashes(text));
      if ('run' in step) t.equal(exit, step.exit, `exit code of wdgen ${step.run.join(' ')}`);
    }
    const expected = join(folder, 'expected');
    if (update) {
      writeFileSync(join(folder, 'transcript.txt'), transcript);
      if (existsSync(expected)) {
        rmSync(expected, { recursive: true });
        cpSync(join(work, 'generated'), expected, { recursive: true });
      }
    }
    t.equal(transcript, readFileSync(join(folder, 'transcript.txt'), 'utf8'), 'says what is expected');
    if (existsSync(expected))
      t.same(readTree(join(work, 'generated')), readTree(expected), 'leaves the expected tree');
  });
}
