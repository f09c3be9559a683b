import { Option } from 'commander';
import { define, findings, out } from './define.js';

const changedTarget = () =>
  new Option('--target <name>', 'the target, a name or a glob with *; may be given again')
    .argParser((name: string, before: readonly string[] | undefined) => [...(before ?? []), name])
    .makeOptionMandatory();
const several = (flags: string, description: string) =>
  new Option(flags, `${description}; may be given again`).argParser(
    (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
  );

/** `wdgen enable`. */
export const enableCommand = define<{ target: string[]; setting?: string[]; out?: string; dryRun?: boolean }>(
  {
    name: 'enable',
    summary: 'make what is deferred active: edits the spec, generates the tree',
    examples: [
      'wdgen enable --target rock64 --dry-run',
      'wdgen enable --target fortros-node --setting watchdog.feeder',
    ],
    formats: findings,
    options: [
      changedTarget(),
      several('--setting <words>', 'only this setting, as in watchdog.runtime, kernel.flags.X, rollback'),
      out(),
      new Option('--dry-run', 'write nothing; show the edit and what would change'),
    ],
    run: async (options) =>
      (await import('../commands/enable.js')).enable({
        spec: options.spec,
        targets: options.target,
        settings: options.setting ?? [],
        out: options.out,
        dryRun: options.dryRun === true,
      }),
  },
);

/** `wdgen defer`. */
export const deferCommand = define<{
  target: string[];
  setting?: string[];
  reason: string;
  gate?: string[];
  out?: string;
  dryRun?: boolean;
}>({
  name: 'defer',
  summary: 'the way back: what is active becomes a documented target again',
  examples: [
    'wdgen defer --target rock64 --reason "resets during backups"',
    'wdgen defer --target rock64 --setting watchdog.reboot --reason "hangs" --gate boots:50',
  ],
  formats: findings,
  options: [
    changedTarget(),
    several('--setting <words>', 'only this setting (default: all that are active of the watchdog)'),
    new Option('--reason <text>', 'why').makeOptionMandatory(),
    several(
      '--gate <gate>',
      'what lifts it: rehearsal, boots:N, fired, soak:DURATION, approval (the default)',
    ),
    out(),
    new Option('--dry-run', 'write nothing; show the edit and what would change'),
  ],
  run: async (options) =>
    (await import('../commands/defer.js')).defer({
      spec: options.spec,
      targets: options.target,
      settings: options.setting ?? [],
      reason: options.reason,
      gates: options.gate ?? [],
      out: options.out,
      dryRun: options.dryRun === true,
    }),
});
