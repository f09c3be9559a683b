import { Option } from 'commander';
import { define, findings, plain } from './define.js';

/** `wdgen audit`. */
export const auditCommand = define<{
  target: string[];
  rootfs?: string;
  kernelConfig?: string;
  ubootConfig?: string;
  fwEnv?: string;
  bootScript?: string;
  nixEval?: string;
  board?: string;
}>({
  name: 'audit',
  summary: 'does a finished image hold what the plan promises',
  examples: [
    'wdgen audit --target rm1 --rootfs output/target --kernel-config output/build/linux-6.12/.config',
    'wdgen audit --target rock64 --rootfs image.squashfs --boot-script boot.scr --uboot-config u-boot/.config',
    'wdgen audit --no-spec --rootfs rootfs.tar   # a tree that never saw wdgen',
  ],
  formats: findings,
  options: [
    new Option('--target <name>', 'the target; one only')
      .argParser((name: string, before: readonly string[]) => [...before, name])
      .default([], 'none'),
    new Option('--no-spec', 'judge the image by itself: does it contradict itself'),
    new Option('--rootfs <file-or-dir>', 'the root file system: a folder, or a tar, squashfs or ext4 image'),
    new Option('--kernel-config <file>', 'the built .config (default: the one in /boot)'),
    new Option('--uboot-config <file>', 'the built .config of U-Boot'),
    new Option('--fw-env <file>', 'fw_env.config (default: the one in /etc)'),
    new Option('--boot-script <file>', 'boot.scr or boot.cmd (default: the one in /boot)'),
    new Option('--nix-eval <file>', 'an evaluated NixOS configuration, as JSON'),
    new Option('--board <id>', 'without a spec: the board, for what its driver holds'),
  ],
  run: async ({ target, spec, ...options }, _args, _program, { interrupted }) =>
    (await import('../commands/audit.js')).audit({
      spec,
      // Commander takes `--no-spec` for the opposite of the common option --spec.
      noSpec: (spec as string | false) === false,
      targets: target,
      rootfs: options.rootfs,
      kernelConfig: options.kernelConfig,
      ubootConfig: options.ubootConfig,
      fwEnv: options.fwEnv,
      bootScript: options.bootScript,
      nixEval: options.nixEval,
      board: options.board,
      interrupted,
    }),
});

/** `wdgen import`. */
export const importCommand = define<{ out?: string; name?: string; board?: string }, readonly [string]>({
  name: 'import <dir>',
  summary: 'write a starter spec from a tree that never saw wdgen',
  examples: [
    'wdgen import output/target --board rpi4 --out watchdog.toml',
    'wdgen import my-project   # only shows it',
  ],
  formats: plain,
  options: [
    new Option('--out <file>', 'write it here (default: only show it)'),
    new Option('--name <name>', "name of the target (default: the folder's)"),
    new Option('--board <id>', 'the board, where the tree does not tell'),
  ],
  run: async ({ out, name, board }, [folder]) =>
    (await import('../commands/import.js')).importTree({ folder, out, name, board }),
});
