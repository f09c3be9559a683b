import { sourceTreeOf } from '../read/s6.js';
import { baseName, unwrapped } from '../read/words.js';
import { checkS6rcSource } from '../s6rc-source.js';
import { placeIn } from './generated-files.js';
import type { Audited, AuditFinding, AuditRule } from './types.js';

const CRON_UNITS = ['cron.service', 'crond.service', 'cronie.service', 'busybox-crond.service'] as const;

/** A crontab has somebody who reads it. */
export const cronNotRun: AuditRule = {
  code: 'WD1260',
  check: ({ found }) => {
    const lines = found.starts.filter(({ by }) => by === 'cron');
    // Debian's packages bring lines for a cron that need not be installed.
    const [first] = lines.filter(({ place }) => /cron(tabs)?\/root$|crontabs\/root$/.test(place.in.file));
    if (first === undefined || CRON_UNITS.some((name) => found.enabled.has(name))) return [];
    const runs = found.steps.some(
      ({ words, start }) =>
        start.on !== undefined &&
        start.by !== 'cron' &&
        /^(crond|cron)$/.test(baseName(unwrapped(words)[0] ?? '')),
    );
    if (runs) return [];
    return [
      {
        place: first.place,
        detail: `root's crontab has ${lines.length === 1 ? 'a line' : `${lines.length} lines`}, and nothing in the image starts crond: ${first.name} never runs.`,
        help: 'start crond (BusyBox: an S-script or an inittab line), or use a timer',
      },
    ];
  },
};

const SOURCE = /^rootfs\/etc\/s6-rc\/source\/([^/]+)\/type$/;

/** What wdgen generates as an s6-rc service is in the database that boots. */
export const notCompiled: AuditRule = {
  code: 'WD1270',
  check: (audited) => {
    const { found } = audited;
    const { compiled } = found;
    if (compiled === null) return [];
    return wantedServices(audited)
      .filter(({ name }) => !compiled.names.has(name))
      .map(({ name, place }) => ({
        place: place ?? placeIn(found, `${compiled.path}/resolve.cdb`),
        detail: `${name} is not in the compiled database ${compiled.path}: s6-rc does not know it.`,
        help: 'compile the database again from the source with the service in it (s6-rc-compile)',
      }));
  },
};

function wantedServices({ found, expected }: Audited) {
  const planned = (expected?.artefacts ?? []).flatMap(({ path }) => {
    const name = SOURCE.exec(path)?.[1];
    return name === undefined ? [] : [{ name, place: undefined }];
  });
  if (planned.length > 0) return planned;
  return found.starts.filter(({ by }) => by === 's6-rc').map(({ name, place }) => ({ name, place }));
}

/** s6-rc-compile takes the source. */
export const sourceWrong: AuditRule = {
  code: 'WD1271',
  check: ({ found }) =>
    found.s6Sources.flatMap((source) =>
      checkS6rcSource(sourceTreeOf(found.tree, source), { external: [] })
        .filter(({ verdict }) => verdict === 'refused')
        .map(
          ({ path, message }): AuditFinding => ({
            place: placeIn(found, `${source}/${path}`),
            detail: `s6-rc-compile refuses ${source}: ${path} ${message}.`,
            help: 'correct it, and compile the database again',
          }),
        ),
    ),
};
