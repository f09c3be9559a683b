import { show } from './say.js';

/** Why a name is refused, the first that fits. */
const REASONS: readonly (readonly [wrong: (name: string) => boolean, reason: string])[] = [
  [(name) => name === '', 'it is empty'],
  [(name) => [...name].length > 64, 'it has more than 64 characters'],
  [(name) => /^[^a-z0-9]/.test(name), 'it does not start with a lower-case letter or digit'],
  [
    (name) => /[^a-z0-9._-]/.test(name),
    'it holds other characters than lower-case letters, digits, dot, dash and underscore',
  ],
  [(name) => name.endsWith('.'), 'it ends with a dot'],
];

/** What is wrong with a name, and the nearest one that would do. Undefined for a good name. */
export function nameProblem(
  name: string,
  what: string,
): { readonly detail: string; readonly help: string } | undefined {
  const reason = REASONS.find(([wrong]) => wrong(name))?.[1];
  if (reason === undefined) return undefined;
  const better = name
    .toLowerCase()
    .replace(/[\s/\\]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .replace(/\.+$/, '');
  const help = REASONS.some(([wrong]) => wrong(better))
    ? 'a name has at most 64 lower-case letters, digits, dots, dashes and underscores, and starts with a letter or digit'
    : `write "${better}"`;
  return { detail: `${show(name)} cannot be the name of a ${what}: ${reason}.`, help };
}
