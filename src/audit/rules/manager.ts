import { dirname } from 'node:path';
import type { Found } from '../found.js';
import { sayPlace } from '../place.js';
import { type Assignment, effective, readIni, timeSpan } from '../read/ini.js';
import type { Unit } from '../read/units.js';
import type { AuditFinding, AuditRule, Expected } from './types.js';

const KEYS = [
  'WatchdogDevice',
  'RuntimeWatchdogSec',
  'RuntimeWatchdogPreSec',
  'RuntimeWatchdogPreGovernor',
  'RebootWatchdogSec',
  'KExecWatchdogSec',
] as const;
const SERVICE_KEYS = ['WatchdogSec', 'NotifyAccess', 'Restart', 'Type', 'KillSignal'] as const;

/** What is set once for recovery is not set otherwise in a later file. */
export const overridden: AuditRule = {
  code: 'WD1227',
  check: ({ found, expected }) => [
    ...KEYS.flatMap((key) => conflict(found.manager, 'Manager', key, generated(expected))),
    ...[...found.units.values()]
      .filter((unit) => matters(found, unit, expected))
      .flatMap(({ all }) =>
        SERVICE_KEYS.flatMap((key) => conflict(all, 'Service', key, generated(expected))),
      ),
  ],
};

/** A distribution's unit may be changed by a drop-in: that is what drop-ins are for. */
function matters(found: Found, { file, all }: Unit, expected: Expected | null): boolean {
  const ours = generated(expected);
  if (file !== undefined && ours(file.file)) return true;
  if (all.some(({ place }) => ours(place.in.file))) return true;
  const dropIns = all.filter(({ key, place }) => key === 'WatchdogSec' && place.in.file !== file?.file);
  return expected === null && found.hasTree && dropIns.length > 1;
}

/** Whether a file of the image is one that wdgen generates. */
function generated(expected: Expected | null): (file: string) => boolean {
  const paths = (expected?.artefacts ?? [])
    .filter(({ path }) => path.startsWith('rootfs/'))
    .map(({ path }) => path.slice('rootfs'.length));
  return (file) => paths.some((path) => file.endsWith(path));
}

/**
 * With a spec: a generated value that another file takes back. Without one: two drop-ins that say different things; a
 * drop-in beside system.conf is meant to override it.
 */
function conflict(
  all: readonly Assignment[],
  section: string,
  key: string,
  isGenerated: (file: string) => boolean,
): readonly AuditFinding[] {
  const found = effective(all, section, key);
  if (found === undefined) return [];
  const { last, overridden: before } = found;
  const beaten =
    before.findLast(({ place }) => isGenerated(place.in.file)) ??
    before.findLast(({ place }) => inDropIn(place.in.file));
  if (beaten === undefined || beaten.value === last.value || isGenerated(last.place.in.file)) return [];
  // A local file over a distribution's is how it is meant; the other way round, or side by side, it is not.
  if (!isGenerated(beaten.place.in.file) && rank(beaten) > rank(last)) return [];
  return [
    {
      place: last.place,
      detail: `${key}=${last.value} takes back ${key}=${beaten.value} of ${sayPlace(beaten.place)}: drop-ins are read by file name, whatever folder they lie in, and the last one counts.`,
      help: 'say it in one file',
      also: [{ message: 'what it overrides', place: beaten.place }],
    },
  ];
}

/** How strong the folder of a file is: what a distribution brings comes last. */
function rank({ place: { in: text } }: Assignment): number {
  const folders = ['/etc/systemd/', '/run/systemd/', '/usr/local/lib/systemd/'];
  const at = folders.findIndex((folder) => text.file.includes(folder));
  return at === -1 ? folders.length : at;
}

function inDropIn(file: string): boolean {
  return dirname(file).endsWith('.d');
}

/** What looks like a setting of systemd's watchdog is one. */
export const neverRead: AuditRule = {
  code: 'WD1228',
  check: ({ found }) => [...wrongSection(found), ...wrongValue(found), ...wrongName(found)],
};

function wrongSection({ manager, units }: Found): readonly AuditFinding[] {
  const help = 'move it below [Manager] in a file of /etc/systemd/system.conf.d';
  const inManager = manager.filter(({ section, key }) => isKey(key) && section !== 'Manager');
  const inUnits = [...units.values()].flatMap(({ all }) =>
    all.filter(({ key }) => isKey(key) && key !== 'WatchdogDevice'),
  );
  const swapped = [...units.values()].flatMap(({ all }) =>
    all.filter(({ section, key }) => key === 'WatchdogSec' && section !== 'Service'),
  );
  const say = ({ section, key, place }: Assignment, where: string, to: string): AuditFinding => ({
    place,
    detail: `${key} stands in [${section}]${where}: systemd passes over it.`,
    help: to,
  });
  return [
    ...inManager.map((one) => say(one, '', help)),
    ...inUnits.map((one) => say(one, ' of a unit', help)),
    ...swapped.map((one) => say(one, '', 'move it below [Service]')),
  ];
}

function isKey(key: string): boolean {
  return (KEYS as readonly string[]).includes(key);
}

/** Those that take `default`: the driver's own timeout is kept. Source: systemd-system.conf(5). */
const TAKES_DEFAULT = ['RuntimeWatchdogSec', 'RebootWatchdogSec', 'KExecWatchdogSec'];

const NO_TIMES = ['WatchdogDevice', 'RuntimeWatchdogPreGovernor'];

function wrongValue({ manager, units }: Found): readonly AuditFinding[] {
  const services = [...units.values()].flatMap(({ all }) => all);
  return [...manager, ...services]
    .filter(
      ({ section, key }) =>
        (isKey(key) && section === 'Manager' && !NO_TIMES.includes(key)) ||
        (key === 'WatchdogSec' && section === 'Service'),
    )
    .filter(
      ({ value, key }) =>
        value !== '' && timeSpan(value) === null && !(value === 'default' && TAKES_DEFAULT.includes(key)),
    )
    .map(({ key, value, place }) => ({
      place,
      detail: `${key}=${value} is no time span: systemd warns in its journal and goes on without it.`,
      help: 'write for example 30s or 10min',
    }));
}

function wrongName({ tree }: Found): readonly AuditFinding[] {
  return ['/etc/systemd/system.conf.d', '/usr/lib/systemd/system.conf.d'].flatMap((dir) =>
    tree
      .list(dir)
      .filter((name) => !name.endsWith('.conf'))
      .flatMap((name): AuditFinding[] => {
        const text = tree.text(`${dir}/${name}`);
        const setting = text === undefined ? undefined : readIni(text).find(({ key }) => isKey(key));
        if (setting === undefined) return [];
        return [
          {
            place: setting.place,
            detail: `The name ${name} does not end in .conf: systemd does not read the file, and ${setting.key}=${setting.value} counts for nothing.`,
            help: `rename it to ${name.replace(/\..*$/, '')}.conf`,
          },
        ];
      }),
  );
}
