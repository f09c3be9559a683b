import { spawnSync } from 'node:child_process';
import type { Tool } from '../tools/lib/need.js';

/** Python's own TOML 1.0 parser, which shares nothing with the two that wdgen uses. */
export const TOMLLIB: readonly Tool[] = [
  { command: 'python3', debian: 'python3' },
  { path: '/usr/lib/python3.11/tomllib/__init__.py', debian: 'python3.11' },
];

/** What Python makes of documents: the value as JSON, or undefined where it refuses one. */
export function readByPython(texts: readonly string[]): readonly unknown[] {
  const script = `import json, sys, tomllib
def read(text):
    try: return [tomllib.loads(text.removeprefix("\\ufeff"))]
    except tomllib.TOMLDecodeError: return []
    except RecursionError: return []
print(json.dumps([read(text) for text in json.load(sys.stdin)]))`;
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as readonly (readonly unknown[])[]).map(([value]) => value);
}
