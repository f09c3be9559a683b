/** The part of Handlebars that runs precompiled templates; the package has no types for this file. */
declare module 'handlebars/dist/cjs/handlebars.runtime.js' {
  export interface RunOptions {
    readonly partials?: Readonly<Record<string, RunTemplate>>;
  }
  export type RunTemplate = (view: unknown, options?: RunOptions) => string;

  const runtime: { readonly template: (spec: unknown) => RunTemplate };
  // biome-ignore lint/style/noDefaultExport: describes a CommonJS file of another package
  export default runtime;
}
