import type { Found } from '../found.js';
import { linkPlace } from '../read/enabled.js';
import type { FoundFeeder } from '../read/feeders.js';
import { effective, timeSpan } from '../read/ini.js';
import { isFirstBoot, presetsOf } from '../read/presets.js';
import type { Start, Starter } from '../read/starts.js';
import type { Unit } from '../read/units.js';
import type { Audited, AuditFinding, AuditRule, Expected } from './types.js';

const UNIT_FILE = /^rootfs\/etc\/systemd\/system\/([^/]+\.(?:service|timer|target|path))$/;

/** Units that recovery rests on, with what for: generated ones, feeders, those that mark good or have a heartbeat. */
function important({ found, expected }: Audited): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { file, name, alias, all: lines } of found.units.values())
    if (file !== undefined && !alias && isWatched(lines) && !name.startsWith('systemd-') && expected === null)
      all.set(name, 'systemd watches its heartbeat');
  for (const { start } of found.feeders)
    if (start?.by === 'unit') all.set(start.name, 'it feeds the watchdog');
  const marks = found.starts.filter(({ name }) => found.markers.some((marker) => marker.name === name));
  for (const { by, name } of marks) if (by === 'unit') all.set(name, 'it marks the slot good');
  for (const name of generatedUnits(expected)) all.set(name, 'wdgen generates it');
  return all;
}

function isWatched(lines: Unit['all']): boolean {
  // 0 and nothing switch the heartbeat off.
  return (timeSpan(effective(lines, 'Service', 'WatchdogSec')?.last.value ?? '') ?? 0) > 0;
}

function generatedUnits(expected: Expected | null): readonly string[] {
  return (expected?.artefacts ?? []).flatMap(({ path, state }) => {
    const name = UNIT_FILE.exec(path)?.[1];
    return name === undefined || state === 'deferred' ? [] : [name];
  });
}

/** Units, start scripts and s6 services that recovery rests on are started. */
export const notStarted: AuditRule = {
  code: 'WD1230',
  check: (audited) => [...unitsOff(audited), ...othersOff(audited)],
};

function unitsOff(audited: Audited): readonly AuditFinding[] {
  const { found } = audited;
  return [...important(audited)].flatMap(([name, why]): AuditFinding[] => {
    const unit = found.units.get(name);
    if (unit?.file === undefined || found.enabled.has(name) || isPulled(found, name) || name.includes('@'))
      return [];
    const other = audited.expected === null && isSpare(found, name);
    if (other) return [];
    const wanted =
      effective(unit.all, 'Install', 'WantedBy')?.last ?? effective(unit.all, 'Install', 'RequiredBy')?.last;
    return [
      {
        place: wanted?.place ?? { in: unit.file, line: 1 },
        detail: `${name} is in the image (${why}), and no target wants it${wanted === undefined ? '' : `: [Install] WantedBy=${wanted.value} counts only once systemctl enable has made the link`}.`,
        help: `make the link: ln -s ../${name} etc/systemd/system/${wanted?.value.split(' ')[0] ?? 'multi-user.target'}.wants/${name}`,
      },
    ];
  });
}

/** A service may be started by its timer, socket or path. */
function isPulled({ units, enabled }: Found, name: string): boolean {
  const stem = name.replace(/\.service$/, '');
  return ['timer', 'socket', 'path'].some(
    (type) => units.has(`${stem}.${type}`) && enabled.has(`${stem}.${type}`),
  );
}

/** A package may bring a feeder that nobody switched on, beside the one that is: that is no contradiction. */
function isSpare({ feeders, markers }: Found, name: string): boolean {
  const isOn = ({ on }: FoundFeeder | Found['markers'][number]) => on !== undefined;
  if (feeders.some(({ start }) => start?.name === name)) return feeders.some(isOn);
  if (markers.some((marker) => marker.name === name)) return markers.some(isOn);
  return false;
}

/** Feeders and marks that are start scripts or s6 services. */
function othersOff({ found, expected }: Audited): readonly AuditFinding[] {
  const starts: readonly (Start | null)[] = [
    ...found.feeders.map(({ start }) => start),
    ...found.starts.filter(({ name }) => found.markers.some((marker) => marker.name === name)),
  ];
  const off = starts.filter((start) => start !== null && start.by !== 'unit' && start.on === undefined);
  return [...new Set(off)].flatMap((start): AuditFinding[] => {
    if (start === null || (expected === null && isSpare(found, start.name))) return [];
    if (start.by === 's6-rc' && found.compiled !== null && !found.compiled.names.has(start.name)) return [];
    const { why, help } = OFF[start.by] ?? OFF_SCRIPT;
    return [{ place: start.place, detail: `${start.name} is in the image, and ${why}.`, help }];
  });
}

const OFF_SCRIPT = {
  why: 'no init script runs it (/etc/init.d/rcS, or a run level, by /etc/inittab)',
  help: 'let /etc/inittab run /etc/init.d/rcS, and that every S??*; with run levels link it into the default one',
};
const OFF: Partial<Record<Starter, typeof OFF_SCRIPT>> = {
  's6-rc': { why: 'the bundle default does not contain it', help: 'add it to default/contents.d' },
  inittab: {
    why: 'its run levels do not include the one of initdefault',
    help: 'add that run level to the second field of the line',
  },
  'rc.local': { why: 'nothing runs it', help: 'let a start script or a unit run /etc/rc.local' },
};

export const masked: AuditRule = {
  code: 'WD1231',
  check: (audited) => {
    const names = new Set([...important(audited).keys()]);
    return [...audited.found.units.values()].flatMap(({ name, masked: place, path }): AuditFinding[] => {
      const isWanted = names.has(name) || (audited.expected === null && hidesImportant(audited.found, name));
      if (place === undefined || path === undefined || !isWanted) return [];
      return [
        {
          place: linkPlace(audited.found.tree, path),
          detail: `${name} is masked here: nothing can start it.`,
          help: `remove ${path}`,
        },
      ];
    });
  },
};

/** A mask hides a unit of the distribution that feeds, and nothing else does: then the mask is the mistake. */
function hidesImportant({ tree, feeders }: Found, name: string): boolean {
  if (feeders.some(({ on }) => on !== undefined)) return false;
  const below = ['/usr/lib/systemd/system', '/lib/systemd/system', '/etc/systemd/system'].map((dir) =>
    tree.text(`${dir}/${name}`),
  );
  return below.some((text) => /^ExecStart=.*\bwatchdogd?\b/m.test(text?.text ?? ''));
}

/** A link of the image that a first boot may take away. */
export const presetDisables: AuditRule = {
  code: 'WD1232',
  check: (audited) => {
    const { found } = audited;
    if (!isFirstBoot(found.tree)) return [];
    const presets = presetsOf(found.tree);
    return [...important(audited)].flatMap(([name, why]): AuditFinding[] => {
      const link = found.enabled.get(name);
      const isLink = link?.in.text.startsWith('-> ') === true;
      const first = presets.find(({ matches }) => matches(name));
      if (!isLink || first === undefined || first.action !== 'disable') return [];
      return [
        {
          place: first.place,
          detail: `At the first boot this disables ${name} (${why}): its link is removed where systemd was built with full presets at the first boot.`,
          help: `add a file that comes before it: enable ${name}`,
          also: [{ message: 'the link', place: link }],
        },
      ];
    });
  },
};

/** Drop-ins reach a unit. */
export const dropInAlone: AuditRule = {
  code: 'WD1233',
  check: ({ found: { units, hasTree } }) =>
    [...units.values()].flatMap(({ name, file, masked: mask, dropIns, all }): AuditFinding[] => {
      const [first] = dropIns;
      if (
        !hasTree ||
        file !== undefined ||
        mask !== undefined ||
        first === undefined ||
        !name.endsWith('.service')
      )
        return [];
      const own = all.find(({ place }) => place.in.file.includes(`/${name}.d/`));
      const watched = all.find(({ section, key }) => section === 'Service' && key === 'WatchdogSec');
      const at = watched ?? own;
      if (at === undefined || all.some(({ key }) => key === 'ExecStart')) return [];
      return [
        {
          place: at.place,
          detail: `These settings are for ${name}, and the image has no such unit: they reach nothing.`,
          help: 'correct the name of the folder, or install the unit',
        },
      ];
    }),
};
