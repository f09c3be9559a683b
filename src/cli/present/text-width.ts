/**
 * Characters that a terminal does not show as themselves: controls, direction marks and other format characters,
 * line and paragraph separators, lone surrogates, private use. A spec must not drive the terminal or hide in it.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const zeroWidth = /^[\p{Mn}\p{Me}]$/u;

/** East Asian Wide and Fullwidth blocks (UAX 11), and what terminals draw as emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Writes hidden characters as TOML escapes, for instance an escape character as `\u001b`. Tabs too. */
export function visible(text: string): string {
  return text.replace(hidden, escapeOf);
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** The number of terminal cells that a text takes. It must hold no hidden characters. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The number of terminal cells of one character: 0 for combining marks, 2 for wide ones. */
export function characterWidth(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
