import type { Found } from '../found.js';
import { findProgram, type Step, shebangOf } from '../read/steps.js';
import { baseName, unwrapped } from '../read/words.js';
import type { AuditFinding, AuditRule } from './types.js';

/** Steps that are the program that a start names, not what its script does. */
function named({ steps }: Found): readonly Step[] {
  return steps.filter(({ words, start }) => words === start.words && start.on !== undefined);
}

export const notExecutable: AuditRule = {
  code: 'WD1203',
  check: ({ found }) =>
    named(found).flatMap(({ words, start, place }): AuditFinding[] => {
      const path = findProgram(found.tree, words[0] ?? '');
      const entry = path === undefined ? undefined : found.tree.find(path);
      if (path === undefined || entry === undefined || (entry.mode & 0o111) !== 0) return [];
      // s6-rc-compile makes its copy of a run script executable, and reads a oneshot's `up`.
      if (start.by === 's6-rc') return [];
      const text = found.tree.text(path);
      return [
        {
          place: text === undefined ? place : { in: text, line: 1 },
          detail: `${path} has mode ${entry.mode.toString(8).padStart(4, '0')}: ${start.name} cannot start it.`,
          help: `chmod 0755 ${path}`,
          ...(text === undefined ? {} : { also: [{ message: 'it is started here', place }] }),
        },
      ];
    }),
};

/** Words that are part of the shell, or programs that a boot has mounted later. */
const SHELLS_OWN =
  /^(:|\.|\[|test|true|false|echo|exec|eval|export|set|unset|read|cd|trap|printf|kill|wait|exit|return|command|umask|ulimit|type|local|shift|source|case:|for:)$/;

export const programMissing: AuditRule = {
  code: 'WD1204',
  check: ({ found }) => (found.hasTree ? [...missingPrograms(found), ...missingInterpreters(found)] : []),
};

function missingPrograms(found: Found): readonly AuditFinding[] {
  return found.steps.flatMap((step): AuditFinding[] => {
    const { words, start, place } = step;
    if (start.on === undefined) return [];
    const [program = ''] = unwrapped(words);
    const isNamed = words === start.words || start.by === 'cron';
    // A script may ask for what is not there, and go on. What init itself is told to run has to be there.
    if (!isNamed || program === '' || /[$%{*]/.test(program) || SHELLS_OWN.test(program)) return [];
    if (optional(words, start.unit?.all.find((one) => one.place === place)?.value)) return [];
    if (findProgram(found.tree, program) !== undefined || conditional(start.unit)) return [];
    if (!program.startsWith('/') && baseName(program) !== program) return [];
    return [
      {
        place,
        detail: `${start.name} runs ${program}, which is not in the image.`,
        help: 'install what has it, or correct the line',
      },
    ];
  });
}

/** `ExecStart=-/x` may fail, and a unit with a condition on files may be meant for other images. */
function optional(_: readonly string[], value: string | undefined): boolean {
  return value?.startsWith('-') === true;
}

function conditional(unit: Step['start']['unit']): boolean {
  return unit?.all.some(({ key }) => /^(Condition|Assert)(Path|File|Directory)/.test(key)) === true;
}

function missingInterpreters(found: Found): readonly AuditFinding[] {
  const seen = new Set<string>();
  return found.steps.flatMap((step): AuditFinding[] => {
    const path =
      step.start.on === undefined ? undefined : findProgram(found.tree, unwrapped(step.words)[0] ?? '');
    const text = path === undefined || seen.has(path) ? undefined : found.tree.text(path);
    if (path === undefined || text === undefined) return [];
    seen.add(path);
    const { interpreter, viaEnv } = shebangOf(text);
    if (interpreter === '' || findProgram(found.tree, interpreter) !== undefined) return [];
    return [
      {
        place: { in: text, line: 1 },
        detail: `${path} wants ${viaEnv ? `${interpreter} from PATH` : interpreter}, which is not in the image: it ends with "not found", and its service never runs.`,
        help: 'install the interpreter, or name the one that the image has',
      },
    ];
  });
}
