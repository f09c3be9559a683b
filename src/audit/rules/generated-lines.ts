import { readIni } from '../read/ini.js';
import { placeIn } from './generated-files.js';
import type { Audited, AuditFinding, AuditRule, Expected } from './types.js';

/** Lines that belong into a file of the image are there. */
export const generatedLines: AuditRule = {
  code: 'WD1207',
  check: (audited) => {
    const { expected, found } = audited;
    if (expected === null || !found.hasTree) return [];
    return [...inittabLines(audited, expected), ...raucLines(audited, expected)];
  },
};

function inittabLines({ found }: Audited, { artefacts }: Expected): readonly AuditFinding[] {
  const fragments = artefacts.filter(({ path }) => /^buildroot\/inittab.*\.fragment$/.test(path));
  const text = found.tree.text('/etc/inittab');
  const there = (text?.text ?? '').split('\n').map((line) => line.trim());
  return fragments.flatMap((fragment) =>
    linesOf(fragment.text)
      .filter((line) => !there.includes(line) && !(isScheduled(line) && startsByRcS(there)))
      .map((line) => ({
        place: placeIn(found, '/etc/inittab'),
        detail: `/etc/inittab has no line \`${line}\`: what it starts does not run.`,
        help: `add the lines of the target's ${fragment.path}`,
      })),
  );
}

/** The schedule's line is only for an image whose inittab does not run rcS. */
function isScheduled(line: string): boolean {
  return line.includes('/etc/init.d/S');
}

function startsByRcS(lines: readonly string[]): boolean {
  return lines.some((line) => /^[^#].*\/rcS\b/.test(line));
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** RAUC reads one file: the generated part has to be in it. */
function raucLines({ found }: Audited, { artefacts }: Expected): readonly AuditFinding[] {
  const part = artefacts.find(({ path }) => path === 'rauc/system.conf.part');
  if (part === undefined) return [];
  if (found.rauc === null)
    return [
      {
        place: placeIn(found, '/etc/rauc/system.conf'),
        detail: 'The image has no /etc/rauc/system.conf: RAUC does not know the slots.',
        help: "append the target's rauc/system.conf.part to your own part of it",
      },
    ];
  const { rauc } = found;
  return readIni({ file: part.path, text: part.text }).flatMap(({ section, key, value }): AuditFinding[] => {
    const now = rauc.all.findLast((one) => one.section === section && one.key === key);
    if (now?.value === value) return [];
    return [
      {
        place: now?.place ??
          rauc.all.find((one) => one.section === section)?.place ?? { in: rauc.text, line: 1 },
        detail:
          now === undefined
            ? `[${section}] has no ${key}=${value}.`
            : `[${section}] ${key} is ${now.value}, and ${value} in the plan.`,
        help: "append the target's rauc/system.conf.part, and leave its keys out of your own part",
      },
    ];
  });
}
