/** The words of a command line, quotes taken away. */
export function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:\\.|[^\s"'\\])+))+/g)].map(([all]) =>
    all.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      String(double ?? single ?? escaped ?? ''),
    ),
  );
}

/** Programs that only start another one, with how many words of their own come before it. */
const WRAPPERS: Readonly<Record<string, number>> = {
  ...{ exec: 0, nohup: 0, setsid: 0, busybox: 0, command: 0, env: 0, chronic: 0 },
  ...{ timeout: 1, 's6-setuidgid': 1, foreground: 0, background: 0, fdmove: 2, chrt: 1, ionice: 0, nice: 0 },
};

/** The words without the programs that only start the one that matters. */
export function unwrapped(words: readonly string[]): readonly string[] {
  let rest = [...words];
  for (let limit = 0; limit < 10; limit++) {
    const name = baseName(rest[0] ?? '');
    if (/^[A-Za-z_]\w*=/.test(rest[0] ?? '') && rest.length > 1) rest = rest.slice(1);
    else if (name === 'start-stop-daemon') return daemonOf(rest);
    // `command -v x` asks where x is, and starts nothing.
    else if (name === 'command' && /^-\w*[vV]/.test(rest[1] ?? '')) return [];
    else if (rest.length > 1 && Object.hasOwn(WRAPPERS, name)) {
      rest = rest.slice(1);
      while (/^-/.test(rest[0] ?? '')) rest = rest.slice(/^-[ncus]$/.test(rest[0] ?? '') ? 2 : 1);
      rest = rest.slice(WRAPPERS[name] ?? 0);
    } else break;
  }
  return rest;
}

/** What start-stop-daemon starts: `--exec PROGRAM .. -- ARGUMENTS`; nothing when it stops something. */
function daemonOf(words: readonly string[]): readonly string[] {
  const short = words.slice(1).filter((word) => /^-[A-Za-z]+$/.test(word));
  if (words.includes('--stop') || short.some((word) => /^-[^-]*K/.test(word))) return [];
  const at = words.findIndex((word) => /^(--exec|--startas|-[A-Za-z]*[xa])$/.test(word));
  const program = words[at + 1];
  if (at === -1 || program === undefined) return [];
  const dashes = words.indexOf('--');
  return [program, ...(dashes === -1 ? [] : words.slice(dashes + 1))];
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
