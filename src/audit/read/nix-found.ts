import { type FoundFeeder, nodeOf } from './feeders.js';
import { type Assignment, timeSpan } from './ini.js';
import type { NixEval } from './nix-eval.js';

/** The options before 25.11, and systemd's names for them. */
const OLD: Readonly<Record<string, string>> = {
  device: 'WatchdogDevice',
  runtimeTime: 'RuntimeWatchdogSec',
  rebootTime: 'RebootWatchdogSec',
  kexecTime: 'KExecWatchdogSec',
};

/** What the evaluated configuration says to PID 1, as if it stood in system.conf. */
export function nixManager(nix: NixEval | null): readonly Assignment[] {
  if (nix === null) return [];
  const modern = ['systemd', 'settings', 'Manager'];
  const old = ['systemd', 'watchdog'];
  return [
    ...keysAt(nix, modern).map((key) => assignment(nix, [...modern, key], key)),
    ...keysAt(nix, old).flatMap((key) => {
      const name = OLD[key];
      return name === undefined ? [] : [assignment(nix, [...old, key], name)];
    }),
  ].filter(({ value }) => value !== 'null');
}

function keysAt(nix: NixEval, path: readonly string[]): readonly string[] {
  const value = nix.get(path);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function assignment(nix: NixEval, path: readonly string[], key: string): Assignment {
  return { section: 'Manager', key, value: String(nix.get(path)), place: nix.place(path) };
}

/** watchdogd as a NixOS service. PID 1 is found by its settings. */
export function nixFeeders(nix: NixEval | null): readonly FoundFeeder[] {
  const path = ['services', 'watchdogd', 'enable'];
  if (nix?.get(path) !== true) return [];
  const device = nix.get(['services', 'watchdogd', 'settings', 'device']);
  const timeout = nix.get(['services', 'watchdogd', 'settings', 'timeout']);
  const place = nix.place(path);
  return [
    {
      kind: 'watchdogd',
      name: 'services.watchdogd',
      device: nodeOf(typeof device === 'string' ? device : '/dev/watchdog'),
      timeoutMs: typeof timeout === 'number' ? timeout * 1000 : timeSpan(String(timeout)),
      petMs: null,
      on: place,
      place,
      start: null,
    },
  ];
}
