import type { Severity } from '../../core/diagnostic.js';
import { visible } from './text-width.js';
import type { DiagnosticView } from './view.js';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Findings as workflow commands of GitHub Actions, one a line: annotations on the files of a pull request. */
export function githubCommands(views: readonly DiagnosticView[]): string {
  return views.map((view) => `${githubCommand(view)}\n`).join('');
}

function githubCommand(view: DiagnosticView): string {
  const properties = [
    ['file', view.file],
    ['line', view.line],
    ['endLine', view.line === null ? null : view.endLine],
    ['col', view.column],
    // GitHub takes columns only of places on one line.
    ['endColumn', view.endLine === view.line ? view.endColumn : null],
    ['title', `${view.code}: ${view.summary}`],
  ]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${commands[view.severity]} ${properties.join(',')}::${data(messageOf(view))}`;
}

function messageOf({ summary, detail, help, path, file, related }: DiagnosticView): string {
  const lines = [
    detail ?? summary,
    ...(file === null && path !== null ? [`at: ${path}`] : []),
    ...related.map(
      (other) => `see: ${other.message}${other.file === null ? '' : ` (${other.file}:${other.line})`}`,
    ),
    ...(help === null ? [] : [`help: ${help}`]),
  ];
  return lines.join('\n');
}

/** The escapes of @actions/core: a line ends the command, `%` starts an escape. */
function data(text: string): string {
  const safe = text.split(/\r?\n/).map(visible).join('\n');
  return safe.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
