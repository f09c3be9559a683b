import type { Diagnostic } from '../../core/diagnostic.js';
import type { Receipt, TargetReceipt } from './receipt.js';

/** What a run without errors found and made. */
export interface Run {
  /** The targets of all files that were read. */
  readonly targets: readonly { readonly name: string; readonly specFile: string }[];
  /** The `include` patterns of the root file. */
  readonly include: readonly string[];
  /** What was said about targets that were generated, by name. */
  readonly said: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The SHA-256 of the manifests of targets that are on disk now as they should be. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** The receipts of the files that a run has read, by the names that headers use for them. */
export function receiptsOf(
  { targets, include, said, manifests }: Run,
  rootFile: string,
): Map<string, Receipt> {
  const files = new Map<string, { names: string[]; targets: Record<string, TargetReceipt> }>();
  files.set(rootFile, { names: [], targets: {} });
  for (const { name, specFile } of targets) {
    const file = files.get(specFile) ?? { names: [], targets: {} };
    files.set(specFile, file);
    file.names.push(name);
    const manifest = manifests.get(name);
    const diagnostics = said.get(name)?.filter(({ severity }) => severity !== 'note') ?? [];
    if (manifest !== undefined) file.targets[name] = { manifest, diagnostics };
  }
  const patterns = (specFile: string) => (specFile === rootFile ? include : []);
  return new Map([...files].map(([specFile, file]) => [specFile, { include: patterns(specFile), ...file }]));
}
