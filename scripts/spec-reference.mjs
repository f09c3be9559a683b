// Writes docs/spec.md from the JSON Schema that `wdgen schema` prints. Run after a change to the schema:
//   npm run build && node scripts/spec-reference.mjs
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const isSetting = ({ properties }) => properties !== undefined && 'forbidden' in properties;
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** What a value looks like, in a few words. */
function typeOf(node) {
  if (isSetting(node)) return `setting: ${typeOf(node.properties.active)}`;
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.enum !== undefined) return node.enum.map((word) => `\`"${word}"\``).join(', ');
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(' or ');
  if (node.type === 'array') return `list of ${typeOf(node.items)}`;
  if (node.pattern === '^[0-9]{1,13}(ms|s|min|h|d)$') return 'duration';
  if (node.type === 'integer' || node.type === 'number') return 'number';
  return { string: 'text', boolean: 'true or false' }[node.type] ?? 'table';
}

/** Rows of a table and of the tables below it. */
function rows(path, node) {
  if (isSetting(node) || node.type !== 'object') return [];
  if (node.properties === undefined) return rows([...path, 'NAME'], node.additionalProperties);
  const required = new Set(node.required ?? []);
  return Object.entries(node.properties).flatMap(([key, child]) => {
    const here = [...path, key];
    const must = required.has(key) ? ' (required)' : '';
    const own = `| \`${here.join('.')}\` | ${cell(typeOf(child))} | ${cell(child.description ?? '')}${must} |`;
    return [own, ...rows(here, child)];
  });
}

/** The whole page. */
export function reference(schema) {
  return [
    '# The spec',
    '',
    '<!-- Written by scripts/spec-reference.mjs from `wdgen schema`; do not edit. -->',
    '',
    'A *setting* is `{ active = X }`, `{ deferred = X }`, `{ active = X, deferred = Y }` or `{ forbidden = "reason" }`.',
    'A *duration* is text with a unit: `"500ms"`, `"30s"`, `"10min"`, `"1h"`, `"3d"`. `NAME` is a name of your own.',
    'A file that is included may hold `target` tables only.',
    '',
    '| key | value | meaning |',
    '|---|---|---|',
    ...rows([], schema),
    '',
  ].join('\n');
}

export function schemaOf() {
  const { stdout } = spawnSync(process.execPath, [join(root, 'bin', 'wdgen.cjs'), 'schema'], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'docs', 'spec.md'), reference(schemaOf()));
}
