/** Blanks and everything that some reader takes for a line end: tab, LF, VT, FF, CR, NEL, LS, PS. */
const BLANKS = /[\s\u0085]+/u;

/**
 * Characters that would hide or reorder text, or that readers refuse: C0 and C1 controls, DEL, zero-width and
 * bidirectional marks, the BOM, tags, noncharacters and unpaired surrogates. Source: Unicode TR36 and "Trojan Source" (CVE-2021-42574).
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{NChar}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Nearly all texts are printable ASCII, where nothing can hide. */
const ORDINARY = /^[ -~]*$/;

/** `text` with every hidden character shown as `\u{202e}`. Keeps ordinary blanks and line ends only if `keep` says so. */
export function showHidden(text: string, keep: '' | '\n' = ''): string {
  if (ORDINARY.test(text)) return text;
  return text.replace(HIDDEN, (character) => (character === keep ? character : escapeOf(character)));
}

/**
 * A user's text as the wrapped lines of a comment, without prefix. No line can end the comment: each run of blanks and
 * line ends (LF, CR, NEL, U+2028, ..) becomes one space, other invisible characters are shown as `\u{202e}`, and a
 * backslash at a line's end as `\u{5c}` (systemd, sh and make would join the next line to it). Words are never cut.
 */
export function wrapComment(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BLANKS).map((part) => showHidden(part))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((text) => text.trimEnd().replace(/\\$/, escapeOf('\\')));
}

/**
 * A comment of as many lines as needed, each starting with `prefix` (`# `), none longer than `width` unless a single
 * word is. The first line is not indented: it stands where the template prints it; the others start with `indent`.
 */
export function commentLines(prefix: string, text: string, width = 78, indent = ''): string {
  const room = Math.max(20, width - indent.length - prefix.length);
  return wrapComment(text, room)
    .map((line) => `${prefix}${line}`.trimEnd())
    .join(`\n${indent}`);
}

function escapeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
