import { shWord } from '../../backends/quote/sh.js';

/** A generated file as it has to be in an image. */
export interface WantedFile {
  /** Absolute, in the machine. */
  readonly path: string;
  readonly sha256: string;
  readonly executable: boolean;
}

/** A line on a terminal may be 4095 characters long (termios(3), canonical mode): paths are asked for a few at a time. */
const AT_ONCE = 8;

type Ask = (command: string) => Promise<string | undefined>;

/** The paths of files that a machine lacks or holds otherwise. undefined when nothing generated belongs into an image. */
export async function lackingIn(
  wanted: readonly WantedFile[],
  ask: Ask,
): Promise<readonly string[] | undefined> {
  if (wanted.length === 0) return undefined;
  const lacking: string[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    const lines = ((await ask(question(some))) ?? '').split('\n').map((line) => line.trim());
    lacking.push(...some.filter((file) => !lines.includes(answer(file))).map(({ path }) => path));
  }
  return lacking;
}

function question(files: readonly WantedFile[]): string {
  const paths = files.map(({ path }) => String(shWord(path))).join(' ');
  return `for f in ${paths}; do x=-; [ -x "$f" ] && x=x; echo "$(sha256sum <"$f") $x $f"; done 2>/dev/null`;
}

/** sha256sum names its input `-`. */
function answer({ path, sha256, executable }: WantedFile): string {
  return `${sha256}  - ${executable ? 'x' : '-'} ${path}`;
}
