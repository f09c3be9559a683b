declare const WDGEN_VERSION: string | undefined;

/** The package's version, put in by the build; `dev` when run from source. */
export const version: string = typeof WDGEN_VERSION === 'string' ? WDGEN_VERSION : 'dev';
