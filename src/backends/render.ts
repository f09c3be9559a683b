import { fill } from './fill.js';
import { type Templates, templates } from './templates.gen.js';
import type { Artefact, BackendId, Draft } from './types.js';
import { checkPlain, ViewError } from './view.js';

/** Turns a draft into the file it describes. */
export type Render = (draft: Draft, backend: BackendId) => Artefact;

/** Renders with the templates of `templates/`. Throws ViewError on a view that could print something unquoted. */
export const render: Render = rendererOf(templates);

/** Renders with another set of templates; for tests. */
export function rendererOf(set: Templates): Render {
  return (draft, backend) => {
    const template = Object.hasOwn(set, draft.template) ? set[draft.template] : undefined;
    const fail = (where: string, why: string): never => {
      throw new ViewError(draft.template, where, why);
    };
    if (template === undefined) return fail(draft.path, 'no such template');
    checkPlain(draft.view, draft.language, fail);
    const text = fill(template(), draft.view, set, fail);
    checkText(text, draft.path, fail);
    const { path, mode, state, origin } = draft;
    return { path, mode, text, backend, state, origin };
  };
}

/** A file is empty or ends with exactly one newline; it has no CR, and no half of a surrogate pair. */
function checkText(text: string, path: string, fail: (where: string, why: string) => never): void {
  if (text === '') return;
  if (text.includes('\r')) fail(path, 'the rendered text has a carriage return');
  if (!text.isWellFormed()) fail(path, 'the rendered text has an unpaired surrogate');
  if (!text.endsWith('\n') || text.endsWith('\n\n'))
    fail(path, 'the rendered text must end with one newline');
}
