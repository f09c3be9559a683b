import { fold, fromSpec, type Notes, origin, specPath } from '../notes.js';
import type { BootPlan, ImagePlan, KernelArch, SilencedRule } from '../types.js';
import { toMs } from './watchdog.js';

/**
 * What is assumed where the spec does not say how long a stage takes: generous for a board of its kind, for a figure
 * that is too small would promise a recovery that comes later. PCs test their memory and wait for option ROMs.
 */
const ASSUMED = {
  pc: { firmware: '1min', loader: '10s', kernel: '30s', userspace: '1min', stop: '90s' },
  board: { firmware: '5s', loader: '10s', kernel: '30s', userspace: '1min', stop: '90s' },
} as const;

const STAGES = ['firmware', 'loader', 'kernel', 'userspace', 'stop'] as const;

/** How long a start takes at worst. */
export function resolveBoot(notes: Notes, arch: KernelArch): BootPlan {
  const written = notes.target.value.boot ?? {};
  const assumed = ASSUMED[arch === 'x86' ? 'pc' : 'board'];
  for (const stage of STAGES) {
    fromSpec(
      notes,
      ['boot', `${stage}Ms`],
      ['boot', stage],
      'assumed, not measured',
      written[stage] !== undefined,
    );
  }
  origin(notes, ['boot', 'assumed'], {
    kind: 'derived',
    reason: 'stages that are not written',
    from: [specPath(notes, 'boot')],
  });
  fromSpec(notes, ['boot', 'armedMs'], ['boot', 'armed'], 'not written', written.armed !== undefined);
  return {
    firmwareMs: toMs(written.firmware ?? assumed.firmware),
    loaderMs: toMs(written.loader ?? assumed.loader),
    kernelMs: toMs(written.kernel ?? assumed.kernel),
    userspaceMs: toMs(written.userspace ?? assumed.userspace),
    stopMs: toMs(written.stop ?? assumed.stop),
    armedMs: written.armed === undefined ? null : toMs(written.armed),
    assumed: STAGES.filter((stage) => written[stage] === undefined),
  };
}

const MIB = 1024 * 1024;
const FACTS = [
  ['systemd', 'systemd'],
  ['rtc', 'rtc'],
  ['kexecs', 'kexecs'],
  ['hibernates', 'hibernates'],
  ['networkMounts', 'network-mounts'],
  ['memoryBytes', 'memory'],
  ['rebootHurts', 'reboot-hurts'],
  ['emergency', 'emergency'],
  ['software', 'software'],
] as const;

/** Further facts about the image. */
export function resolveImage(notes: Notes): ImagePlan {
  const written = notes.target.value.image ?? {};
  for (const [plan, key] of FACTS) {
    fromSpec(notes, ['image', plan], ['image', key], 'not written', written[key] !== undefined);
  }
  return {
    systemd: written.systemd ?? null,
    rtc: written.rtc ?? null,
    kexecs: written.kexecs ?? null,
    hibernates: written.hibernates ?? null,
    networkMounts: written['network-mounts'] ?? null,
    memoryBytes: written.memory === undefined ? null : bytes(written.memory),
    rebootHurts: written['reboot-hurts'] ?? null,
    emergency: written.emergency ?? null,
    software: written.software ?? [],
  };
}

/** `512MiB`, `2GiB`; the schema has checked the form. */
function bytes(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('GiB') ? 1024 * MIB : MIB);
}

/** Rules that are silenced, in the order of their codes. */
export function resolveSilenced(notes: Notes): readonly SilencedRule[] {
  const written = Object.entries(notes.target.value.silence ?? {});
  for (const [code] of written) fromSpec(notes, ['silenced', code], ['silence', code], '', true);
  fromSpec(notes, ['silenced'], ['silence'], 'no rule is silenced', written.length > 0);
  return written
    .map(([name, reason]) => ({ name, reason: fold(reason) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
