/** How many `#each` levels up a name starts, and the names to follow from there. */
export type NamePath = readonly [depth: number, names: readonly string[]];

/**
 * One statement of a template: text as it stands, or a use of the view. `if` has the block for true first, also where
 * the template says `unless`; `place` and `if-place` are about the place in the list that `#each` goes through.
 */
export type Statement =
  | string
  | readonly ['print', ...NamePath]
  | readonly ['if', ...NamePath, then: Template, otherwise: Template]
  | readonly ['each', ...NamePath, body: Template, whenEmpty: Template]
  | readonly ['partial', name: string]
  | readonly ['place']
  | readonly ['if-place', 'first' | 'last', then: Template, otherwise: Template];
export type Template = readonly Statement[];

/** Every template by its path below `templates/`, without `.hbs`. */
export type Templates = Readonly<Record<string, () => Template>>;
export declare const templates: Templates;
