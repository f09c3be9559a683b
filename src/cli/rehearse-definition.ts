import { Option } from 'commander';
import { nowMs } from './clock.js';
import { define, findings } from './define.js';

/** `wdgen rehearse`. */
export const rehearseCommand = define<{
  target: string[];
  scenario?: string[];
  repeat: string;
  shard?: string;
  jobs?: string;
  seed: string;
  timeLimit: string;
  diskLimit: string;
  accel: string;
  list?: boolean;
  prepare?: boolean;
  report?: string;
  kernel?: string;
  initrd?: string;
  image?: string;
  quiet?: boolean;
}>({
  name: 'rehearse',
  summary: 'boot the generated files in an emulator, break them, watch what comes back',
  examples: [
    'wdgen rehearse --target rock64 --list',
    'wdgen rehearse --target rock64 --prepare   # once: fetches kernels and user space',
    'wdgen rehearse --target rock64 --report rehearsal/',
    'wdgen rehearse --target rock64 --scenario feeder-killed --repeat 10',
    'wdgen rehearse --target rock64 --shard 1/4   # in CI, on one of four machines',
  ],
  formats: findings,
  options: [
    new Option('--target <name>', 'the target; one only')
      .argParser((name: string, before: readonly string[] | undefined) => [...(before ?? []), name])
      .makeOptionMandatory(),
    new Option('--scenario <name>', 'only this scenario; may be given again').argParser(
      (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
    ),
    new Option('--list', 'list the scenarios, what they run on, and why some do not fit'),
    new Option('--prepare', 'fetch what the machines boot into the cache, and end'),
    new Option('--repeat <n>', 'run each scenario so many times').default('1'),
    new Option('--shard <i/n>', 'only the i-th of n parts'),
    new Option('--jobs <n>', 'machines at once (default: one per two processors)'),
    new Option('--time-limit <duration>', 'for everything together').default('2h'),
    new Option('--disk-limit <size>', 'for the files of one run').default('4GiB'),
    new Option('--seed <n>', 'for what is done at random moments').default('1'),
    new Option(
      '--accel <how>',
      "auto, kvm or tcg: the processor's own virtualisation where it works",
    ).default('auto'),
    new Option('--report <dir>', 'write report.md, and a time line and picture of each run'),
    new Option('--kernel <file>', 'boot this kernel'),
    new Option('--initrd <file>', 'boot this initrd'),
    new Option('--image <file>', 'boot this finished image').conflicts(['kernel', 'initrd']),
    new Option('--quiet', 'no progress on stderr'),
  ],
  run: async ({ target, scenario, list, prepare, quiet, ...options }, _args, _program, live) =>
    (await import('../commands/rehearse.js')).rehearse(
      {
        ...options,
        targets: target,
        scenarios: scenario ?? [],
        task: list === true ? 'list' : prepare === true ? 'prepare' : 'run',
        nowMs: nowMs(),
      },
      quiet === true ? { ...live, progress: () => {} } : live,
    ),
});
