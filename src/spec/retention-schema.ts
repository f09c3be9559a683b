import * as z from 'zod/mini';
import { deferrable, described, durationText, formed } from './pieces.js';

/** Bounded clean-up of a directory, as a spec writes it. The whole table is one mechanism with one state. */

/** Longer than a watchdog's durations may be, and 0 means that nothing is too old. `ageMs` reads it. */
const age = () =>
  formed(
    'age',
    'a whole number and s, min, h or d, up to 36500d; 0d keeps for ever',
    '30d',
    /^(0|[0-9]{1,5}(s|min|h|d))$/,
    8,
  );
const size = () =>
  formed(
    'size',
    'a whole number and B, KiB, MiB, GiB or TiB; 0 is no limit',
    '500MiB',
    /^(0|[1-9][0-9]{0,3}(B|KiB|MiB|GiB|TiB))$/,
    8,
  );
const folder = () =>
  formed(
    'directory',
    'an absolute path of letters, digits and . _ / + @ : -',
    '/var/lib/app/quarantine',
    /^\/[A-Za-z0-9._/+@:-]+$/,
    255,
  );

export const retention = () =>
  z.strictObject({
    state: described(z.enum(['active', 'deferred']), 'whether the image enforces this'),
    path: described(folder(), 'the directory; each entry directly in it is kept or removed as a whole'),
    keep: z.optional(
      described(age(), 'entries in which nothing changed for longer are removed; default 0d: none'),
    ),
    'keep-count': z.optional(
      described(
        z.int().check(z.gte(0), z.lte(1_000_000)),
        'at most so many entries, the oldest go first; default 0: no limit',
      ),
    ),
    'keep-bytes': z.optional(
      described(size(), 'at most so much disk space, the oldest go first; default 0: no limit'),
    ),
    every: z.optional(
      described(durationText(), 'cleaned at most once in this time; default 1h, under tmpfiles 1d'),
    ),
    by: z.optional(
      described(
        z.enum(['script', 'tmpfiles']),
        "script: wdgen's own, for every init; tmpfiles: systemd-tmpfiles, which knows ages only; default script",
      ),
    ),
    ...deferrable(),
  });
