import type { Diagnostic } from '../../src/core/diagnostic.js';
import type { TomlDocument } from '../../src/source/toml.js';
import { readToml } from '../../src/source/toml.js';

/** The document of a text that must be accepted. */
export function accept(text: string | Uint8Array): TomlDocument {
  const { report } = readToml('spec.toml', bytesOf(text));
  if (report.value === undefined) throw new Error(`refused: ${JSON.stringify(report.diagnostics)}`);
  return report.value;
}

/** The only finding of a text that must be refused. */
export function refuse(text: string | Uint8Array): Diagnostic {
  const { report } = readToml('spec.toml', bytesOf(text));
  const [finding, ...more] = report.diagnostics;
  if (report.value !== undefined || finding === undefined || more.length > 0) {
    throw new Error(`not refused with one finding: ${JSON.stringify(text)}`);
  }
  return finding;
}

/** `line:column+length` of a finding, and the text it marks. */
export function place(finding: Diagnostic): string {
  const { span } = finding;
  return span === undefined ? 'nowhere' : `${span.line}:${span.column}+${span.length}`;
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}
