import process from 'node:process';
import type { Test } from 'tap';
import { missingNeeds, type Need } from '../../../src/system/prepare.js';

export { findCommand } from '../../../src/system/prepare.js';

/** Something a test needs on the machine. */
export type Tool = Need;

/**
 * True when every tool is present. Otherwise the test is skipped, aloud and with the Debian packages to install, or
 * failed where CI=true: a missing tool must not make a green run.
 */
export function need(t: Test, tools: readonly Tool[]): boolean {
  const missing = missingNeeds(tools);
  if (missing.length === 0) return true;
  const message = `missing: ${missing.join(', ')}`;
  if (process.env['CI'] === 'true') {
    t.fail(message);
  } else {
    t.comment(`SKIPPED, ${message}`);
    t.pass('its tools are present', { skip: message });
  }
  return false;
}
