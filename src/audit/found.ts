import type { ImageTree } from './image/tree.js';
import type { Place, Placed } from './place.js';
import type { BootScript, BrokenScript } from './read/boot-script.js';
import type { DotConfig } from './read/config.js';
import type { Counting } from './read/counting.js';
import type { FoundFeeder } from './read/feeders.js';
import type { FwEnv } from './read/fw-env.js';
import type { Assignment } from './read/ini.js';
import type { Marker } from './read/markers.js';
import type { Modules } from './read/modules.js';
import type { NixEval } from './read/nix-eval.js';
import type { Rauc } from './read/rauc.js';
import type { CompiledDb } from './read/s6.js';
import type { Start } from './read/starts.js';
import type { Step } from './read/steps.js';
import type { Unit } from './read/units.js';

/** What an image holds, as far as recovery goes. Every value knows its line. The rules see nothing else of it. */
export interface Found {
  readonly tree: ImageTree;
  /** Whether there is a root file system at all, and not only configurations. */
  readonly hasTree: boolean;
  readonly init: 'systemd' | 'busybox' | 's6-rc' | 'unknown';
  /** systemd's own configuration, in the order in which it counts. */
  readonly manager: readonly Assignment[];
  readonly units: ReadonlyMap<string, Unit>;
  /** What a boot starts, and the line that says so. */
  readonly enabled: ReadonlyMap<string, Place>;
  readonly starts: readonly Start[];
  readonly steps: readonly Step[];
  readonly feeders: readonly FoundFeeder[];
  readonly markers: readonly Marker[];
  readonly modules: Modules;
  readonly cmdline: readonly Placed<string>[];
  readonly kernel: DotConfig | null;
  readonly uboot: DotConfig | null;
  readonly fwEnv: FwEnv | null;
  readonly bootScript: BootScript | null;
  readonly brokenScript: BrokenScript | null;
  readonly rauc: Rauc | null;
  readonly counting: Counting;
  readonly compiled: CompiledDb | null;
  /** Source directories of s6-rc. */
  readonly s6Sources: readonly string[];
  readonly nix: NixEval | null;
  /** What lies in a place that matters and could not be read. */
  readonly unread: readonly { readonly place: Place; readonly why: string }[];
}
