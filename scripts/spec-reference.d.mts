/** The page docs/spec.md for a JSON Schema. */
export declare function reference(schema: unknown): string;
/** The JSON Schema that the built command prints. */
export declare function schemaOf(): unknown;
