import { Option } from 'commander';
import { nowMs } from './clock.js';
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
export const enableCommand = define<{
  target: string[];
  setting?: string[];
  override?: string;
  out?: string;
  dryRun?: boolean;
}>({
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
    new Option(
      '--override <reason>',
      'lift without the evidence that the gate asks for; the reason goes into the spec',
    ),
    out(),
    new Option('--dry-run', 'write nothing; show the edit and what would change'),
  ],
  run: async (options) =>
    (await import('../commands/enable.js')).enable({
      spec: options.spec,
      targets: options.target,
      settings: options.setting ?? [],
      override: options.override,
      out: options.out,
      dryRun: options.dryRun === true,
    }),
});

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

/** `wdgen evidence`. */
export const evidenceCommand = define<
  { target: string[]; by?: string; signature?: string; since?: string },
  readonly [action: string, files: readonly string[]]
>({
  name: 'evidence <task> [file...]',
  summary: 'what gates ask for: add FILE, approve, or print the hash it is bound to (hash)',
  examples: [
    'wdgen evidence add --target rock64 boots.json   # journalctl --list-boots -o json',
    'wdgen evidence add --target rock64 --since 2026-01-31 boots.json',
    'wdgen evidence add --target rock64 evidence/rock64/parts/*.json   # of wdgen rehearse --shard',
    'wdgen evidence approve --target rock64 --by maintainer@example.org',
    'wdgen evidence hash --target rock64   # what records are bound to',
  ],
  formats: findings,
  options: [
    changedTarget(),
    new Option('--since <date>', 'add: count only boots that began then or later'),
    new Option('--by <name>', 'approve: who approves'),
    new Option('--signature <file>', 'approve: what ssh-keygen -Y sign -n wdgen-approval wrote'),
  ],
  run: async ({ spec, target, by, signature, since }, [action, files]) =>
    (await import('../commands/evidence.js')).evidence({
      spec,
      action,
      files,
      targets: target,
      by,
      signature,
      since,
      nowMs: nowMs(),
    }),
});
