import { tomlComment, tomlString } from '../../backends/quote/toml.js';
import { formatDuration } from '../../core/duration.js';
import { type Place, sayPlace } from '../place.js';

/** A line of the spec with where its value came from. The value is TOML already. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  /** The line of the image that says it, or a sentence for what nobody says. */
  readonly from: Place | string;
}

/** A table of the spec. */
export interface Table {
  /** Behind `target.NAME`: empty for the target itself. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** What was found and cannot be written, or has to be looked at. */
export interface Remark {
  readonly place: Place;
  readonly detail: string;
  readonly help: string;
}

/** Part of a spec. */
export interface Piece {
  readonly tables: readonly Table[];
  readonly remarks: readonly Remark[];
}

export function active(value: string): string {
  return `{ active = ${value} }`;
}

export function text(value: string): string {
  return String(tomlString(value));
}

/** Whole seconds where a setting wants them. */
export function duration(ms: number): string {
  return text(formatDuration(Math.max(1, Math.round(ms))));
}

/** The table as TOML, a comment before each line. Names of files are relative to `base`. */
export function tableText(target: string, { name, entries }: Table, base: string): string {
  const title = name === '' ? `[target.${target}]` : `[target.${target}.${name}]`;
  const lines = entries.flatMap(({ key, value, from }) => [
    String(tomlComment(typeof from === 'string' ? from : sayPlace(from).replace(`${base}/`, ''))),
    `${key} = ${value}`,
  ]);
  return `${[title, ...lines].join('\n')}\n`;
}
