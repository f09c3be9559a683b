import type { Found } from '../found.js';
import { appletsIn } from '../read/applets.js';
import { readConfig } from '../read/config.js';
import { findProgram } from '../read/steps.js';
import { baseName, unwrapped } from '../read/words.js';
import type { AuditFinding, AuditRule, Expected } from './types.js';

/** What the image runs of BusyBox is in its BusyBox. */
export const appletMissing: AuditRule = {
  code: 'WD1225',
  check: ({ found, expected }) => {
    const applets = found.hasTree ? appletsIn(found.tree) : undefined;
    if (applets === undefined) return [];
    const lacks = (name: string) => !applets.has(name);
    return [...started(found, lacks), ...(expected === null ? [] : needed(found, expected, lacks))];
  },
};

/** Links to BusyBox, and `busybox NAME`, that something starts. */
function started({ tree, steps }: Found, lacks: (name: string) => boolean): readonly AuditFinding[] {
  return steps.flatMap(({ words, start, place }): AuditFinding[] => {
    if (start.on === undefined) return [];
    const [program = ''] = unwrapped(words);
    const path = findProgram(tree, program);
    const isLink = path !== undefined && baseName(tree.find(path)?.path ?? '') === 'busybox';
    const isCalled = words.some((word, at) => baseName(word) === 'busybox' && words[at + 1] === program);
    const name = baseName(program);
    if ((!isLink && !isCalled) || name === 'busybox' || name === '' || !lacks(name)) return [];
    return [
      {
        place,
        detail: `${start.name} runs ${program}, and the image's BusyBox has no applet ${name}: it ends with "applet not found".`,
        help: `build BusyBox with CONFIG_${name.toUpperCase()}=y`,
      },
    ];
  });
}

/** What the generated programs need of BusyBox and no other program brings. */
function needed(
  found: Found,
  { artefacts }: Expected,
  lacks: (name: string) => boolean,
): readonly AuditFinding[] {
  const fragments = artefacts.filter(({ path }) => /^buildroot\/busybox.*\.config$/.test(path));
  return fragments.flatMap((fragment) =>
    [...readConfig({ file: fragment.path, text: fragment.text }).symbols].flatMap(
      ([symbol, { value }]): AuditFinding[] => {
        const name = symbol.toLowerCase();
        if (value !== 'y' || /_/.test(symbol) || !lacks(name) || findProgram(found.tree, name) !== undefined)
          return [];
        const path = '/bin/busybox';
        return [
          {
            place: { in: { file: found.tree.label(path), text: '' }, line: 1 },
            detail: `The generated programs use ${name}, which neither BusyBox nor anything else in the image has.`,
            help: `merge the target's ${fragment.path}: CONFIG_${symbol}=y`,
          },
        ];
      },
    ),
  );
}
