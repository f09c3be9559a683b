import { Option } from 'commander';
import { auditCommand, importCommand } from './audit-definition.js';
import { nowMs } from './clock.js';
import { type AnyDefinition, define, findings, out, plain, shard, target } from './define.js';
import { diffCommand } from './diff-definition.js';
import { matrixCommand } from './fleet-definitions.js';
import { coverageCommand, timelineCommand } from './judgement-definitions.js';
import { rehearseCommand } from './rehearse-definition.js';
import { deferCommand, enableCommand, evidenceCommand } from './state-definitions.js';
import { attestCommand, verifyCommand } from './trust-definitions.js';

export type { AnyDefinition, CommonOptions, Format } from './define.js';

const PLATFORMS = ['nixos', 'buildroot', 'systemd'];
const INITS = ['systemd', 's6-rc', 'busybox', 'sysv'];
const SHELLS = ['bash', 'zsh', 'fish'];

const initCommand = define<{
  board?: string;
  platform?: 'nixos' | 'buildroot' | 'systemd';
  init?: string;
  release?: string;
  name?: string;
  listBoards?: boolean;
}>({
  name: 'init',
  summary: 'write a commented starter spec, all settings deferred',
  examples: ['wdgen init --board rock64 --platform nixos', 'wdgen init --list-boards'],
  formats: plain,
  options: [
    new Option('--board <id>', 'the board the image runs on'),
    new Option('--platform <platform>', 'what builds the image').choices(PLATFORMS),
    new Option('--init <init>', 'init system of a Buildroot image (default: busybox)').choices(INITS),
    new Option('--release <release>', 'NixOS release (default: 25.11)'),
    new Option('--name <name>', 'name of the target (default: the board)'),
    new Option('--list-boards', 'list the boards instead'),
  ],
  run: async ({ spec, board, platform, init, release, name, listBoards }) =>
    (await import('../commands/init.js')).init({
      spec,
      board,
      platform,
      init,
      release,
      name,
      listBoards: listBoards === true,
    }),
});

const generateCommand = define<{
  target: string[];
  out?: string;
  shard?: string;
  check?: boolean;
  dryRun?: boolean;
  force?: boolean;
  depfile?: string;
  stamp?: string;
}>({
  name: 'generate',
  summary: "render the spec's targets into the output tree",
  examples: [
    'wdgen generate',
    "wdgen generate --target 'rock64*' --dry-run",
    'wdgen generate --check   # exit 1 when the tree is stale',
    'wdgen generate --depfile wdgen.d --stamp wdgen.stamp   # for Make and Ninja',
  ],
  formats: findings,
  options: [
    target(),
    shard(),
    out(),
    new Option('--check', 'write nothing; say what is stale (exit 1)'),
    new Option('--dry-run', 'write nothing; show what would change'),
    new Option('--force', 'overwrite files that were changed by hand'),
    new Option('--depfile <file>', 'write for Make and Ninja what was read').conflicts(['check', 'dryRun']),
    new Option(
      '--stamp <file>',
      'touch this empty file at the end; --depfile names it instead of the tree',
    ).conflicts(['check', 'dryRun']),
  ],
  run: async (options) =>
    (await import('../commands/generate.js')).generate({
      spec: options.spec,
      targets: options.target,
      out: options.out,
      mode: options.check === true ? 'check' : options.dryRun === true ? 'dry-run' : 'write',
      force: options.force === true,
      shard: options.shard,
      depfile: options.depfile,
      stamp: options.stamp,
    }),
});

const checkCommand = define<{
  target: string[];
  shard?: string;
  out?: string;
  strict?: boolean;
  tools?: boolean;
}>({
  name: 'check',
  summary: 'judge the spec, and the output tree against it',
  examples: [
    'wdgen check',
    'wdgen check --strict --format github',
    'wdgen check --tools   # also run the real validators found',
  ],
  formats: findings,
  options: [
    target(),
    shard(),
    out(),
    new Option('--strict', 'warnings are findings too (exit 1)'),
    new Option('--tools', 'also run the real validators found on this machine'),
  ],
  run: async (options) =>
    (await import('../commands/check.js')).check({
      spec: options.spec,
      targets: options.target,
      out: options.out,
      strict: options.strict === true,
      tools: options.tools === true,
      shard: options.shard,
    }),
});

const statusCommand = define<{ target: string[] }>({
  name: 'status',
  summary: 'every setting with its state, and what a deferral waits for',
  examples: ['wdgen status', 'wdgen status --target rock64 --format json'],
  formats: ['human', 'json', 'markdown'],
  options: [target()],
  run: async (options) =>
    (await import('../commands/status.js')).status({
      spec: options.spec,
      targets: options.target,
      nowMs: nowMs(),
    }),
});

const explainCommand = define<object, readonly [string]>({
  name: 'explain <subject>',
  summary: 'a diagnostic code and its source, or where a value came from',
  examples: ['wdgen explain WD1001', 'wdgen explain rock64.watchdog.runtime'],
  formats: plain,
  options: [],
  run: async ({ spec }, [subject]) => (await import('../commands/explain.js')).explain({ spec, subject }),
});

const doctorCommand = define<{ out?: string }>({
  name: 'doctor',
  summary: 'what wdgen needs on this build host, and what mends what is missing',
  examples: ['wdgen doctor', 'wdgen doctor --format json'],
  formats: plain,
  options: [out()],
  run: async (options) =>
    (await import('../commands/doctor.js')).doctor({
      spec: options.spec,
      out: options.out,
      nodeVersion: process.versions.node,
    }),
});

const schemaCommand = define({
  name: 'schema',
  summary: 'JSON Schema of the spec, for editors',
  examples: ['wdgen schema > watchdog.schema.json'],
  formats: plain,
  options: [],
  run: async () => (await import('../commands/schema.js')).schema(),
});

const completionCommand = define<object, readonly [string]>({
  name: 'completion <shell>',
  needsAll: true,
  summary: `completion script for ${SHELLS.join(', ')}`,
  examples: ['wdgen completion bash > /etc/bash_completion.d/wdgen', 'wdgen completion fish | source'],
  formats: plain,
  options: [],
  run: async (_, [shell], program) => (await import('./complete.js')).complete(shell, program),
});

const targetsCommand = define({
  name: '__targets',
  summary: 'target names, one a line',
  examples: [],
  formats: plain,
  options: [],
  run: async ({ spec }) => (await import('../commands/targets.js')).targets({ spec }),
});

/** The command table: usage, help, completion and dispatch all follow from it. */
export const definitions: readonly AnyDefinition[] = [
  initCommand,
  generateCommand,
  checkCommand,
  statusCommand,
  diffCommand,
  enableCommand,
  deferCommand,
  evidenceCommand,
  coverageCommand,
  timelineCommand,
  rehearseCommand,
  doctorCommand,
  matrixCommand,
  auditCommand,
  importCommand,
  attestCommand,
  verifyCommand,
  explainCommand,
  schemaCommand,
  completionCommand,
];

/** Commands for scripts, not for people. */
export const hiddenDefinitions: readonly AnyDefinition[] = [targetsCommand];
