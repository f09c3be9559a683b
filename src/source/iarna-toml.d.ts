/** The part of @iarna/toml that reads text; its index would also load the stream reader and the writer. */
declare module '@iarna/toml/parse-string.js' {
  const parse: (text: string) => Record<string, unknown>;
  export = parse;
}
