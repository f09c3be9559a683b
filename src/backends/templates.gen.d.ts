/** The code that Handlebars made of a template. Opaque here; `render` hands it to Handlebars' runtime. */
export interface TemplateSpec {
  readonly compiler: unknown;
  readonly main: unknown;
}

/** How many `#each` levels up a name starts, and the names to follow from there. */
export type ShapePath = readonly [depth: number, names: readonly string[]];

/** One use of the view by a template. `if` has the block for true first, also where the template says `unless`. */
export type ShapeNode =
  | readonly ['print', ...ShapePath]
  | readonly ['if', ...ShapePath, then: Shape, otherwise: Shape]
  | readonly ['each', ...ShapePath, body: Shape, whenEmpty: Shape]
  | readonly ['partial', name: string];
export type Shape = readonly ShapeNode[];

export interface CompiledTemplate {
  readonly shape: Shape;
  readonly spec: TemplateSpec;
}

/** Every template by its path below `templates/`, without `.hbs`. */
export type Templates = Readonly<Record<string, () => CompiledTemplate>>;
export declare const templates: Templates;
