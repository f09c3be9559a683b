import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CodeFacts, codes } from '../../core/codes.js';
import type { DiagnosticView, PlaceView } from './view.js';

/** Findings as SARIF 2.1.0, for code scanning. Rules are the codes that occur, in order of their numbers. */
export function sarifLog(views: readonly DiagnosticView[]): object {
  const ids = [...new Set(views.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'wdgen', rules: ids.map(ruleOf) } },
        columnKind: 'unicodeCodePoints',
        results: views.map((view) => resultOf(view, ids.indexOf(view.code))),
      },
    ],
  };
}

function ruleOf(id: string): object {
  const facts: CodeFacts | undefined = (codes as Readonly<Record<string, CodeFacts>>)[id];
  if (facts === undefined) return { id };
  return {
    id,
    shortDescription: { text: facts.summary },
    help: { text: facts.explanation },
    defaultConfiguration: { level: facts.severity },
  };
}

function resultOf(view: DiagnosticView, ruleIndex: number): object {
  const text = [view.detail ?? view.summary, ...(view.help === null ? [] : [`Help: ${view.help}`])].join(
    '\n',
  );
  const logical = view.path === null ? {} : { logicalLocations: [{ fullyQualifiedName: view.path }] };
  const physical = view.file === null ? {} : { physicalLocation: physicalLocation(view, view.file) };
  const location = { ...physical, ...logical };
  const related = view.related.flatMap((other, id) =>
    other.file === null
      ? []
      : [{ id, message: { text: other.message }, physicalLocation: physicalLocation(other, other.file) }],
  );
  return {
    ruleId: view.code,
    ruleIndex,
    level: view.severity,
    message: { text },
    ...(Object.keys(location).length === 0 ? {} : { locations: [location] }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function physicalLocation(place: PlaceView, file: string): object {
  const { line, column, endLine, endColumn } = place;
  const region =
    line === null ? {} : { region: { startLine: line, startColumn: column, endLine, endColumn } };
  return { artifactLocation: { uri: uriOf(file) }, ...region };
}

/** A relative file as a relative URI reference, each part percent-encoded; an absolute one as a file URI. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}
