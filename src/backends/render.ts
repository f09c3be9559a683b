import Handlebars, { type RunTemplate } from 'handlebars/dist/cjs/handlebars.runtime.js';
import { type Templates, templates } from './templates.gen.js';
import type { Artefact, BackendId, Draft } from './types.js';
import { checkPlain, checkShape, ViewError } from './view.js';

/** Turns a draft into the file it describes. */
export type Render = (draft: Draft, backend: BackendId) => Artefact;

/** Renders with the templates of `templates/`. Throws ViewError on a view that could print something unquoted. */
export const render: Render = rendererOf(templates);

/** Renders with another set of templates; for tests. */
export function rendererOf(set: Templates): Render {
  const ready = readyTemplates(set);
  return (draft, backend) => {
    const compiled = Object.hasOwn(set, draft.template) ? set[draft.template] : undefined;
    const fail = (where: string, why: string): never => {
      throw new ViewError(draft.template, where, why);
    };
    if (compiled === undefined) return fail(draft.path, 'no such template');
    checkPlain(draft.view, draft.language, 'view', fail);
    checkShape(compiled().shape, draft.view, set, fail);
    const text = ready[draft.template]?.(draft.view, { partials: ready }) ?? '';
    checkText(text, draft.path, fail);
    const { path, mode, state, origin } = draft;
    return { path, mode, text, backend, state, origin };
  };
}

/** Functions by name that set a template up at its first use; a command renders only some of them. */
function readyTemplates(set: Templates): Readonly<Record<string, RunTemplate>> {
  const ready: Record<string, RunTemplate> = {};
  for (const [name, compiled] of Object.entries(set)) {
    let run: RunTemplate | undefined;
    ready[name] = (view, options) => {
      run ??= Handlebars.template(compiled().spec);
      return run(view, options);
    };
  }
  return ready;
}

/** A file is empty or ends with exactly one newline; it has no CR, and no half of a surrogate pair. */
function checkText(text: string, path: string, fail: (where: string, why: string) => never): void {
  if (text === '') return;
  if (text.includes('\r')) fail(path, 'the rendered text has a carriage return');
  if (/\p{Surrogate}/u.test(text)) fail(path, 'the rendered text has an unpaired surrogate');
  if (!text.endsWith('\n') || text.endsWith('\n\n'))
    fail(path, 'the rendered text must end with one newline');
}
