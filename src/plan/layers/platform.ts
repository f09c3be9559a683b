import { complain, fromSpec, type Notes } from '../notes.js';
import type { PlatformPlan } from '../types.js';

/** What builds the image and which init runs in it. Undefined after a complaint. */
export function resolvePlatform(notes: Notes): PlatformPlan | undefined {
  const { platform } = notes.target.value;
  fromSpec(notes, ['platform'], ['platform'], '', true);
  return RESOLVERS[platform](notes);
}

type Resolver = (notes: Notes) => PlatformPlan | undefined;

const RESOLVERS: Readonly<Record<PlatformPlan['kind'], Resolver>> = {
  nixos: resolveNixos,
  buildroot: resolveBuildroot,
  systemd: resolvePlainSystemd,
};

function resolveNixos(notes: Notes): PlatformPlan | undefined {
  const { release, init } = notes.target.value;
  if (init !== undefined && init !== 'systemd') {
    complain(notes, 'WD0203', ['init'], {
      detail: `NixOS runs systemd, not ${init}.`,
      help: 'remove `init`',
    });
    return undefined;
  }
  if (release === undefined) {
    complain(notes, 'WD0203', ['release'], {
      detail: 'NixOS 25.11 renamed the watchdog options, so the release decides what is generated.',
      help: 'add: release = "25.11"',
    });
    return undefined;
  }
  fromSpec(notes, ['platform', 'release'], ['release'], '', true);
  const [year = '0', month = '0'] = release.split('.');
  return { kind: 'nixos', init: 'systemd', release: Number(year) * 100 + Number(month) };
}

function resolveBuildroot(notes: Notes): PlatformPlan | undefined {
  const { init } = notes.target.value;
  noRelease(notes);
  if (init === undefined) {
    complain(notes, 'WD0203', ['init'], {
      detail:
        'A Buildroot image can run several init systems; the feeder service is written for one of them.',
      help: 'add: init = "s6-rc", "busybox", "sysv" or "systemd"',
    });
    return undefined;
  }
  fromSpec(notes, ['platform', 'init'], ['init'], '', true);
  return { kind: 'buildroot', init };
}

function resolvePlainSystemd(notes: Notes): PlatformPlan | undefined {
  const { init } = notes.target.value;
  noRelease(notes);
  if (init !== undefined && init !== 'systemd') {
    complain(notes, 'WD0203', ['init'], {
      detail: `platform = "systemd" runs systemd, not ${init}.`,
      help: 'remove `init`, or write platform = "buildroot"',
    });
    return undefined;
  }
  return { kind: 'systemd', init: 'systemd' };
}

function noRelease(notes: Notes): void {
  if (notes.target.value.release === undefined) return;
  complain(notes, 'WD0204', ['release'], {
    detail: '`release` is the NixOS release; this target is not NixOS.',
    help: 'remove it',
  });
}
