import type { Command } from 'commander';
import { bashScript } from './completion/bash.js';
import { fishScript } from './completion/fish.js';
import { modelOf } from './completion/model.js';
import { zshScript } from './completion/zsh.js';

const writers = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The shells that there is a completion script for. */
export type Shell = keyof typeof writers;

/** A completion script for the whole command table: commands, options, their values, files and target names. */
export function completionScript(shell: Shell, program: Command): string {
  return writers[shell](modelOf(program));
}
