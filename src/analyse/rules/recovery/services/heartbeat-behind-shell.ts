import type { ServicePlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';

const SHELL = /(^|\/)((ba|da|a|z|k)?sh|busybox)$/;

/** The process that systemd watches is the application. */
export const heartbeatBehindShell: Rule = {
  code: 'WD1085',
  check: ({ services }) =>
    services.filter(watchedShell).map(({ name, whole }) => ({
      at: ['services', name, 'whole'],
      detail: `${whole?.command[0]} is the process that systemd watches, and the application is its child.`,
      help: 'name the application itself as the command; a script must end with `exec application`',
    })),
};

function watchedShell({ watchdogMs, whole }: ServicePlan): boolean {
  const [program = '', ...rest] = whole?.command ?? [];
  // `exec` in the text of -c replaces the shell by the application.
  const replaced = rest[0] === '-c' && /(^|[;&]\s*)exec\s/.test(rest[1] ?? '');
  return watchdogMs !== null && (SHELL.test(program) || program.endsWith('.sh')) && !replaced;
}
