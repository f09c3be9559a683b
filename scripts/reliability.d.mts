/** The text of docs/reliability.md for what is committed. */
export function page(): string;
/** Rows of the catalogue that have neither a figure nor a reason for having none. */
export function unexplained(): readonly number[];
