/** When to colour, as the user says it. */
export type ColorMode = 'auto' | 'always' | 'never';

/** Whether to colour: the option decides, then NO_COLOR and TERM=dumb, then whether a terminal is there. */
export function useColor(
  mode: ColorMode,
  env: Readonly<Record<string, string | undefined>>,
  isTTY: boolean,
): boolean {
  if (mode !== 'auto') return mode === 'always';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTTY && !refused;
}

/** How wide and how colourful output for people is. The width may be Infinity. */
export interface HumanOptions {
  readonly color: boolean;
  readonly width: number;
}

/** What a piece of text is, for the eye. */
export type Style = 'error' | 'warning' | 'note' | 'strong' | 'frame';

const sequences: Readonly<Record<Style, string>> = {
  error: '\u001b[1;31m',
  warning: '\u001b[1;33m',
  note: '\u001b[1;36m',
  strong: '\u001b[1m',
  frame: '\u001b[34m',
};

/** Paints text when `color` is set. The text must be free of control characters. */
export function paint(style: Style, text: string, color: boolean): string {
  return color && text !== '' ? `${sequences[style]}${text}\u001b[0m` : text;
}
