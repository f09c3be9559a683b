import type { Found } from '../found.js';
import { type ImageTree, imageTree } from '../image/tree.js';
import type { Text } from '../place.js';
import { readBootScript } from './boot-script.js';
import { readCmdline } from './cmdline.js';
import { readConfig } from './config.js';
import { readCounting } from './counting.js';
import { readEnabled } from './enabled.js';
import { readFeeders } from './feeders.js';
import { readFwEnv } from './fw-env.js';
import { readManager } from './manager.js';
import { readMarkers } from './markers.js';
import { readModules } from './modules.js';
import type { NixEval } from './nix-eval.js';
import { nixFeeders, nixManager } from './nix-found.js';
import { readRauc } from './rauc.js';
import { readCompiled, s6Sources } from './s6.js';
import { readStarts } from './starts.js';
import { stepsOf } from './steps.js';
import { readUnits } from './units.js';
import { unreadIn } from './unread.js';

/** A file with its bytes and the name under which findings show it. */
export interface NamedBytes {
  readonly file: string;
  readonly bytes: Buffer;
}

/** What an audit reads. All but one may be missing. */
export interface AuditSources {
  readonly tree: ImageTree | null;
  readonly kernelConfig: Text | null;
  readonly ubootConfig: Text | null;
  readonly fwEnv: Text | null;
  readonly bootScript: NamedBytes | null;
  readonly environment: NamedBytes | null;
  readonly rauc: Text | null;
  readonly nix: NixEval | null;
}

const SCRIPTS = [
  '/boot/boot.scr',
  '/boot/boot.scr.uimg',
  '/boot.scr',
  '/boot/boot.cmd',
  '/boot/uboot-boot.ush',
] as const;
const BYTES_LIMIT = 1024 * 1024;

/** Reads everything; what the command line does not name is looked for in the tree. */
export function readFound(sources: AuditSources): Found {
  const tree = sources.tree ?? imageTree('/nonexistent', '');
  const kernelText = sources.kernelConfig ?? kernelConfigIn(tree);
  const kernel = kernelText === null ? null : readConfig(kernelText);
  const uboot = sources.ubootConfig === null ? null : readConfig(sources.ubootConfig);
  const script = scriptOf(sources.bootScript ?? scriptIn(tree));
  const environment = scriptOf(sources.environment);
  const rauc = textOr(sources.rauc, tree, '/etc/rauc/system.conf', readRauc);
  const fwEnv = textOr(sources.fwEnv, tree, '/etc/fw_env.config', readFwEnv);
  const units = readUnits(tree);
  const enabled = readEnabled(tree, units);
  const starts = readStarts(tree, units, enabled);
  const steps = starts.flatMap((start) => stepsOf(tree, start));
  const manager = [...readManager(tree), ...nixManager(sources.nix)];
  return {
    tree,
    hasTree: sources.tree !== null,
    init: initOf(tree),
    ...{ manager, units, enabled, starts, steps, kernel, uboot, fwEnv, rauc },
    feeders: [...readFeeders(tree, manager, steps), ...nixFeeders(sources.nix)],
    markers: readMarkers(steps),
    modules: readModules(tree, steps),
    cmdline: readCmdline(tree, kernel, script.script),
    bootScript: script.script,
    brokenScript: script.broken,
    counting: readCounting(script.script, environment.script, rauc, uboot, steps),
    compiled: readCompiled(tree) ?? null,
    s6Sources: s6Sources(tree),
    nix: sources.nix,
    unread: unreadIn(tree, fwEnv),
  };
}

function textOr<T>(given: Text | null, tree: ImageTree, path: string, read: (text: Text) => T): T | null {
  const text = given ?? tree.text(path);
  return text === undefined ? null : read(text);
}

/** Distributions lay the kernel's configuration beside it. With several kernels it is not known which one boots. */
function kernelConfigIn(tree: ImageTree): Text | null {
  const names = tree.list('/boot').filter((name) => name.startsWith('config-'));
  return names.length === 1 ? (tree.text(`/boot/${names[0]}`) ?? null) : null;
}

function scriptIn(tree: ImageTree): NamedBytes | null {
  for (const path of SCRIPTS) {
    const bytes = tree.bytes(path, BYTES_LIMIT);
    if (bytes !== undefined) return { file: tree.label(path), bytes };
  }
  return null;
}

function scriptOf(named: NamedBytes | null) {
  if (named === null) return { script: null, broken: null };
  const read = readBootScript(named.bytes, named.file);
  return 'why' in read ? { script: null, broken: read } : { script: read, broken: null };
}

function initOf(tree: ImageTree): Found['init'] {
  const systemd = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].some(
    (path) => tree.find(path) !== undefined,
  );
  if (systemd) return 'systemd';
  if (s6Sources(tree).length > 0 || readCompiled(tree) !== undefined) return 's6-rc';
  if (tree.find('/etc/inittab') !== undefined || tree.find('/etc/init.d/rcS') !== undefined) return 'busybox';
  return tree.find('/etc/systemd') === undefined ? 'unknown' : 'systemd';
}
