import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { Test } from 'tap';

/** Something a test needs on the machine: a command in PATH, or a file, and the Debian package that has it. */
export interface Tool {
  readonly command?: string;
  readonly path?: string;
  readonly debian: string;
}

/**
 * True when every tool is present. Otherwise the test is skipped, aloud and with the Debian packages to install, or
 * failed where CI=true: a missing tool must not make a green run.
 */
export function need(t: Test, tools: readonly Tool[]): boolean {
  const missing = tools.filter((tool) => !isPresent(tool));
  if (missing.length === 0) return true;
  const names = missing.map(({ command, path, debian }) => `${command ?? path} (Debian: ${debian})`);
  const message = `missing: ${names.join(', ')}`;
  if (process.env['CI'] === 'true') {
    t.fail(message);
  } else {
    t.comment(`SKIPPED, ${message}`);
    t.pass('its tools are present', { skip: message });
  }
  return false;
}

function isPresent({ command, path }: Tool): boolean {
  if (path !== undefined && !existsSync(path)) return false;
  return command === undefined || findCommand(command) !== undefined;
}

/** The full path of a command in PATH, or undefined. /usr/sbin and /sbin are searched too: tools of root live there. */
export function findCommand(command: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
