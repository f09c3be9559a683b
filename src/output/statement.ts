/** A file with its digest, as in-toto and SLSA describe resources. */
interface Digested {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** What a statement says about a run of wdgen. */
export interface StatementFacts {
  readonly version: string;
  /** The spec file and, after it, the files it includes. Names are relative to the spec's folder. */
  readonly spec: readonly Digested[];
  readonly targets: readonly string[];
  readonly files: readonly Digested[];
}

/** An in-toto Statement (v1) with SLSA provenance (v1) over a generated tree. */
export interface Statement {
  readonly _type: string;
  readonly subject: readonly Digested[];
  readonly predicateType: string;
  readonly predicate: object;
}

/** What `buildType` means stands in docs/supply-chain.md, which the package holds. */
const BUILD_TYPE = 'pkg:npm/wdgen#docs/supply-chain.md';

/** The same facts, the same statement: no date, host or run number. Who ran it is for the signer to say. */
export function statementOf({ version, spec, targets, files }: StatementFacts): Statement {
  const [root, ...includes] = spec;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: files,
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { spec: root, includes, targets, wdgen: version },
      },
      runDetails: { builder: { id: `pkg:npm/wdgen@${version}` } },
    },
  };
}
