// nix/ evaluated by real Nix, with nixpkgs' real lib where NIXPKGS_LIB names it and a stand-in otherwise.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { root } from '../../lib/wdgen.js';
import { nixInstantiate } from './nix.js';

const standIn = fileURLToPath(new URL('stand-in-nixpkgs', import.meta.url));

/** Which lib the tests of nix/ run with. */
export const usesRealLib = process.env['NIXPKGS_LIB'] !== undefined;

// lib.fileset gives back the files instead of a source: the real one needs a younger Nix than Debian has.
/** Binds `lib`, `pkgs`, `wdgen` (the flake-less entry), `eval MODULES`: the configuration of a NixOS, and `evalOn RELEASE MODULES`. */
const PRELUDE = `
  lib = import ${process.env['NIXPKGS_LIB'] ?? standIn} // { inherit (import ${standIn}) fileset; };
  pkgs = import ${standIn}/pkgs.nix { inherit lib; };
  wdgen = import ${root}/nix { inherit pkgs; };
  eval = modules: (pkgs.nixos modules).config;
  evalOn = release: modules: ((import ${standIn}/pkgs.nix { inherit lib release; }).nixos modules).config;
  failed = config: map (one: one.message) (builtins.filter (one: !one.assertion) config.assertions);
  machine = import ${root}/nix/tests/machine.nix;
`;

/** The value of an expression as JSON. Import from derivation is off, as on Hydra. */
export function evaluate<T>(scratch: string, expression: string): T {
  const strict = ['--eval', '--strict', '--json', '--option', 'allow-import-from-derivation', 'false'];
  return JSON.parse(nixInstantiate(scratch, [...strict, '-E', `let ${PRELUDE} in ${expression}`])) as T;
}

/** What Nix says when an expression cannot be evaluated. */
export function refusal(scratch: string, expression: string): string {
  try {
    return `evaluated: ${JSON.stringify(evaluate(scratch, expression))}`;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr ?? error);
  }
}
