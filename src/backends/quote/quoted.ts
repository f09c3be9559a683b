/** The languages that generated files are written in. */
export type Language =
  | 'nix'
  | 'sh'
  | 'execline'
  | 'systemd'
  | 'kconfig'
  | 'uboot'
  | 'toml'
  | 'json'
  | 'markdown'
  | 'watchdogd'
  | 's6'
  | 'xml';

const proof = Symbol('wdgen quoted text');

/**
 * Text that a quoting function has made safe for one language. Templates print nothing else
 * (besides numbers and flags); `render` refuses a Quoted of another language.
 */
export class Quoted {
  readonly language: Language;
  readonly #text: string;

  constructor(key: typeof proof, language: Language, text: string) {
    if (key !== proof) throw new Error('Quoted text is made by quoting functions only');
    this.language = language;
    this.#text = text;
  }

  /** The text as it goes into the file. Called by the template engine. */
  toString(): string {
    return this.#text;
  }
}

/** For quoting functions only (`backends/quote/*`): declares `text` safe in `language`. */
export function quoted(language: Language, text: string): Quoted {
  return new Quoted(proof, language, text);
}

/** Why a value cannot be written in a language; `null` would have been silently wrong. */
export class Unquotable extends Error {
  readonly language: Language;

  constructor(language: Language, reason: string) {
    super(`cannot be written as ${language}: ${reason}`);
    this.name = 'Unquotable';
    this.language = language;
  }
}
