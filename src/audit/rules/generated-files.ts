import type { Artefact } from '../../backends/types.js';
import type { Found } from '../found.js';
import type { Place } from '../place.js';
import type { Audited, AuditFinding, AuditRule } from './types.js';

const ROOTFS = 'rootfs/';
const S6_SOURCE = 'rootfs/etc/s6-rc/source/';

/** The generated files that belong into the image, with their paths there. */
function inImage({
  found,
  expected,
}: Audited): readonly { readonly path: string; readonly file: Artefact }[] {
  if (!found.hasTree) return [];
  return (
    (expected?.artefacts ?? [])
      .filter(({ path }) => path.startsWith(ROOTFS))
      // A source directory is compiled at build time, and need not be in the image.
      .filter(
        ({ path }) => !path.startsWith(S6_SOURCE) || found.s6Sources.length > 0 || found.compiled === null,
      )
      .map((file) => ({ path: `/${file.path.slice(ROOTFS.length)}`, file }))
  );
}

/** Where a file would stand. */
export function placeIn({ tree }: Found, path: string, line = 1): Place {
  return { in: tree.text(path) ?? { file: tree.label(path), text: '' }, line };
}

export const generatedMissing: AuditRule = {
  code: 'WD1200',
  check: (audited) =>
    inImage(audited)
      .filter(({ path }) => audited.found.tree.find(path)?.kind !== 'file')
      .map(
        ({ path, file }): AuditFinding => ({
          place: placeIn(audited.found, path),
          detail:
            audited.found.tree.look(path)?.kind === 'link'
              ? `${path} is a link that leads nowhere in the image. The ${file.backend} backend generates it as a file.`
              : `${path} is not in the image. The ${file.backend} backend generates it.`,
          help: `copy the target's ${file.path} into the image, with its mode`,
        }),
      ),
};

export const generatedChanged: AuditRule = {
  code: 'WD1201',
  check: (audited) =>
    inImage(audited).flatMap(({ path, file }): AuditFinding[] => {
      const entry = audited.found.tree.find(path);
      if (entry?.kind !== 'file') return [];
      const text = audited.found.tree.text(path)?.text ?? '';
      const line = firstDifference(text, file.text);
      if (line === null) return [];
      return [
        {
          place: placeIn(audited.found, path, line),
          detail: `${path} differs from what wdgen generates, from line ${line} on. There it should be: ${shown(file.text, line)}`,
          help: 'change the spec and generate again, or find out what replaces the file after it was copied',
        },
      ];
    }),
};

export const generatedMode: AuditRule = {
  code: 'WD1202',
  check: (audited) =>
    inImage(audited).flatMap(({ path, file }): AuditFinding[] => {
      const entry = audited.found.tree.find(path);
      if (entry?.kind !== 'file') return [];
      const lacks = (file.mode & 0o111) !== 0 && (entry.mode & 0o111) === 0;
      const writable = (entry.mode & 0o022) !== 0;
      if (!lacks && !writable) return [];
      const now = entry.mode.toString(8).padStart(4, '0');
      const wanted = file.mode.toString(8).padStart(4, '0');
      const why = lacks ? 'nothing can run it' : 'others than its owner may change what root runs';
      return [
        {
          place: placeIn(audited.found, path),
          detail: `${path} has mode ${now}, and should have ${wanted}: ${why}.`,
          help: `copy it with its mode, or: chmod ${wanted} ${path}`,
        },
      ];
    }),
};

/** The first line in which two texts differ, as the first has it; null when they are equal. */
export function firstDifference(a: string, b: string): number | null {
  if (a === b) return null;
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return Math.min(at === -1 ? left.length : at + 1, Math.max(left.length - 1, 1));
}

/** A line for a sentence. */
export function shown(text: string, line: number): string {
  const own = text.split('\n')[line - 1]?.trim();
  return own === undefined || own === '' ? 'the end, or an empty line.' : `\`${own.slice(0, 100)}\`.`;
}
