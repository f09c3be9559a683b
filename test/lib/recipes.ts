// Commands in recipes and documents, as a shell would see them, checked against the real command table.
import { createProgram } from '../../src/cli/program.js';

/** The words of each call of wdgen in a script, up to the next operator of the shell. */
export function calls(script: string): string[][] {
  const lines = script.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const start = /(?:^\s*|[;&|({]\s*|command = |npx --no-install )wdgen (?=[a-z])/.exec(
      line.replace(/^\s*#.*/, ''),
    );
    return start === null ? [] : [words(line.slice(start.index + start[0].length))];
  });
}

function words(text: string): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)) {
    if (/^(#|\d?>|<|\||&|;|\}|\))/.test(word)) break;
    if (word.includes('[@]')) continue;
    found.push(word.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return found;
}

/** Why the command line refuses a call; null when it takes it. Nothing is run. */
export function refusalOf(args: readonly string[]): string | null {
  const program = createProgram(() => {});
  for (const command of program.commands) command.configureOutput({ writeErr: () => {} });
  program.configureOutput({ writeErr: () => {} });
  try {
    program.parse([...args], { from: 'user' });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
