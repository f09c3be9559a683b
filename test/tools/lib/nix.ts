import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const standIn = fileURLToPath(new URL('stand-in-lib.nix', import.meta.url));

/**
 * As much of an evaluated configuration as every NixOS since 25.11 has. There the old option is an alias that aborts when
 * the new one is not set (mkRenamedOptionModule), which neither `or` nor tryEval catches.
 */
export const EMPTY =
  '{ systemd.settings.Manager = { }; systemd.watchdog.runtimeTime = abort "an alias without a value"; }';

/** Where Nix keeps its state: below `scratch`, so that no store of the machine is read or written. */
export function nixEnvironment(scratch: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NIX_STATE_DIR: join(scratch, 'state'),
    NIX_STORE_DIR: join(scratch, 'store'),
    NIX_LOG_DIR: join(scratch, 'log'),
    NIX_CONF_DIR: join(scratch, 'conf'),
    NIX_PATH: '',
    HOME: scratch,
  };
}

/** Runs nix-instantiate with its state in `scratch`. */
export function nixInstantiate(scratch: string, args: readonly string[]): string {
  const env = nixEnvironment(scratch);
  return execFileSync('nix-instantiate', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Throws when Nix cannot parse the module. */
export function parseModule(scratch: string, text: string): void {
  const file = join(scratch, 'module.nix');
  writeFileSync(file, text);
  nixInstantiate(scratch, ['--parse', file]);
}

/**
 * The module's value as JSON, called with a stand-in for nixpkgs' lib and with `config` (a Nix expression) as the
 * evaluated configuration that its assertions look at.
 */
export function evalModule(scratch: string, text: string, config = EMPTY): NixosConfig {
  const file = join(scratch, 'module.nix');
  writeFileSync(file, text);
  const call = `import ${file} { lib = import ${standIn}; config = ${config}; pkgs = { busybox = "/busybox"; }; }`;
  return JSON.parse(nixInstantiate(scratch, ['--eval', '--strict', '--json', '-E', call])) as NixosConfig;
}

/** What a generated module may set. Everything is optional: an absent attribute is one of the findings. */
export interface NixosConfig {
  readonly systemd?: {
    readonly settings?: { readonly Manager?: Readonly<Record<string, string>> };
    readonly watchdog?: Readonly<Record<string, string>>;
    readonly extraConfig?: string;
    readonly services?: Readonly<Record<string, unknown>>;
  };
  readonly services?: { readonly watchdogd?: unknown };
  readonly boot?: {
    readonly kernelPatches?: readonly Readonly<Record<string, unknown>>[];
    readonly kernelParams?: readonly string[];
    readonly initrd?: { readonly kernelModules?: readonly string[] };
  };
  readonly assertions?: readonly { readonly assertion: boolean; readonly message: string }[];
}
