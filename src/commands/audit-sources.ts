import { openImage } from '../audit/image/open.js';
import type { Text } from '../audit/place.js';
import type { AuditSources } from '../audit/read/index.js';
import { type NixEval, readNixEval } from '../audit/read/nix-eval.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { readBytes } from './files.js';

/** Files that the command line names. */
export interface AuditFiles {
  readonly rootfs: string | undefined;
  readonly kernelConfig: string | undefined;
  readonly ubootConfig: string | undefined;
  readonly fwEnv: string | undefined;
  readonly bootScript: string | undefined;
  readonly nixEval: string | undefined;
}

/** What is to be read, opened; or why it cannot be. */
export type Opened =
  | { readonly sources: AuditSources; readonly close: () => void }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Reads the named files first: a wrong name costs no unpacking. */
export async function openSources(
  args: AuditFiles & { readonly interrupted: () => AbortSignal },
): Promise<Opened> {
  const wrong: Diagnostic[] = [];
  const bytesOf = (path: string | undefined) => {
    const bytes = path === undefined ? undefined : readBytes(path, '');
    if (bytes === undefined || bytes instanceof Uint8Array) return bytes;
    wrong.push(diagnostic('WD0008', { detail: bytes.detail, help: 'correct the path' }));
    return undefined;
  };
  const textOf = (path: string | undefined): Text | null => {
    const bytes = bytesOf(path);
    return bytes === undefined || path === undefined
      ? null
      : { file: path, text: Buffer.from(bytes).toString('utf8') };
  };
  const script = bytesOf(args.bootScript);
  const named = {
    kernelConfig: configOf(args.kernelConfig, textOf(args.kernelConfig), wrong),
    ubootConfig: configOf(args.ubootConfig, textOf(args.ubootConfig), wrong),
    fwEnv: textOf(args.fwEnv),
    bootScript:
      script === undefined || args.bootScript === undefined
        ? null
        : { file: args.bootScript, bytes: Buffer.from(script) },
    environment: null,
    rauc: null,
    nix: nixOf(textOf(args.nixEval), wrong),
  };
  if (wrong.length > 0) return { diagnostics: wrong };
  const image = args.rootfs === undefined ? undefined : await openImage(args.rootfs, args.interrupted);
  if (image !== undefined && 'code' in image) return { diagnostics: [image] };
  return { sources: { ...named, tree: image?.tree ?? null }, close: image?.close ?? (() => {}) };
}

/** A file without a single option is no configuration: judging it would find everything lost. */
function configOf(path: string | undefined, text: Text | null, wrong: Diagnostic[]): Text | null {
  if (text === null || /^(# )?CONFIG_\w+/m.test(text.text)) return text;
  wrong.push(
    diagnostic('WD0008', {
      detail: `${path}: it has no line CONFIG_.., so it is no built configuration.`,
      help: 'give the .config of the build, or /boot/config-VERSION',
    }),
  );
  return null;
}

function nixOf(text: Text | null, wrong: Diagnostic[]): NixEval | null {
  if (text === null) return null;
  const read = readNixEval(text);
  if (typeof read !== 'string') return read;
  wrong.push(
    diagnostic('WD0008', {
      detail: `${text.file}: ${read}.`,
      help: 'docs/audit.md has the nix eval --json command that prints it',
    }),
  );
  return null;
}
