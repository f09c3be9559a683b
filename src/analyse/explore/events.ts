import type { Net } from './machine.js';
import type { State } from './state.js';

/** What happens in one step: a fault, a change of the world around the machine, or the machine's response. */
export type Event =
  | { readonly what: 'firmware-starts' | 'kernel-starts' | 'comes-up' | 'resets' | 'watchdog-resets' }
  | { readonly what: 'boots'; readonly slot: number; readonly degraded: boolean; readonly saves: number }
  | { readonly what: 'loads-nothing'; readonly hurry: boolean }
  | { readonly what: 'slot-hangs' | 'slot-panics' }
  | { readonly what: 'marks-good' | 'gives-up' | 'stays-degraded' | 'stays-unmarked' }
  | { readonly what: 'round'; readonly steps: readonly number[]; readonly failed: boolean }
  | { readonly what: 'ladder-reboots'; readonly steps: readonly number[]; readonly excused: boolean }
  | { readonly what: 'window-passes' }
  | { readonly what: 'power-cut'; readonly when: 'plain' | 'before-saving' | 'after-saving' | 'while-saving' }
  | { readonly what: 'power-returns' }
  | { readonly what: 'hang' | 'feeder-dies' | 'panic' | 'environment-lost' | 'reboot-on-purpose' }
  | { readonly what: 'counter-unreadable'; readonly slot: number }
  | { readonly what: 'network'; readonly net: Net }
  | { readonly what: 'guard'; readonly guard: number; readonly holds: boolean };

/** `response`: what the machine does by itself. Only these happen once the faults have stopped. */
export type Kind = 'fault' | 'change' | 'response';

export interface Step {
  readonly kind: Kind;
  readonly event: Event;
  /** How long it takes until `to` is reached, in ms, at worst. */
  readonly ms: number;
  readonly to: State;
}

/** Transient faults that a search may let happen. */
export type Fault = 'cut' | 'hang' | 'feeder' | 'panic' | 'environment' | 'counter' | 'reboot' | 'outage';

/** What a search lets happen. */
export interface Bounds {
  /** How many transient faults, of these kinds. */
  readonly faults: number;
  readonly kinds: readonly Fault[];
  /** Networks between which the world changes freely; empty = it stays as it is. */
  readonly nets: readonly Net[];
  /** Whether guards come and go. */
  readonly guards: boolean;
}
