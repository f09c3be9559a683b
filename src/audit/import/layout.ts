import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { namesOrNone } from '../../disk/listing.js';
import { readSome, textIn } from '../image/files.js';
import { type ImageTree, imageTree } from '../image/tree.js';
import type { Text } from '../place.js';
import type { AuditSources, NamedBytes } from '../read/index.js';

/** A project or an image, sorted into what the readers read. */
export interface Layout {
  readonly sources: AuditSources & { readonly tree: ImageTree };
  /** The files that make up the configurations in `sources`, the later ones over the earlier ones. */
  readonly configs: { readonly kernel: readonly Text[]; readonly uboot: readonly Text[] };
  /** Texts that say what the image is built with. */
  readonly isNixos: boolean;
  readonly isBuildroot: boolean;
  /** What lies there and no reader reads, with why. */
  readonly unread: readonly { readonly text: Text; readonly why: string }[];
}

/** Where a root file system may lie in a project: an overlay, a build's output, a generated tree. */
const ROOTS = ['rootfs', 'rootfs-overlay', 'rootfs_overlay', 'overlay', 'target', 'root'] as const;
const SKIPPED = /^(\.git|node_modules|dl|build|host|staging|proc|sys|dev|modules\.[a-z.]+)$/;
const LIMIT = { files: 20_000, depth: 8, bytes: 1024 * 1024 };

/** Looks for configurations in a folder. What lies in the root file system itself the readers find. */
export function layoutOf(folder: string): Layout {
  const candidates = ROOTS.filter((name) => isRootFolder(join(folder, name)));
  const root = isImage(folder) ? undefined : candidates[0];
  const others = candidates.filter((name) => name !== root);
  const image =
    root === undefined ? imageTree(folder, folder) : imageTree(join(folder, root), join(folder, root));
  const files = projectFiles(folder, root);
  const texts = files.flatMap(({ file, bytes }) => textIn(bytes, file) ?? []);
  const configs = texts.filter(
    ({ file, text }) =>
      /\.(config|fragment|cfg|defconfig)$|(^|\/)\.config$|_defconfig$/.test(file) &&
      /^(# )?CONFIG_\w+/m.test(text),
  );
  const isUboot = ({ file }: Text) => /u-?boot/i.test(file);
  const isBusybox = ({ file }: Text) => /busybox/i.test(file);
  const kernel = configs.filter((one) => !isUboot(one) && !isBusybox(one) && !/buildroot/.test(one.file));
  const uboot = configs.filter(isUboot);
  const find = (form: RegExp) => texts.find(({ file }) => form.test(file)) ?? null;
  const bytesOf = (form: RegExp): NamedBytes | null => files.find(({ file }) => form.test(file)) ?? null;
  return {
    sources: {
      tree: withInittab(image, texts),
      kernelConfig: joined(kernel),
      ubootConfig: joined(uboot),
      fwEnv: find(/fw_env\.config$/),
      bootScript: bytesOf(/(^|\/)(boot\.cmd|boot\.scr|[\w-]*boot[\w-]*\.(ush|cmd))$/),
      environment: bytesOf(/(^|\/)(u-?boot[\w-]*)?env\.txt$/),
      rauc: find(/rauc\/system\.conf(\.part)?$/),
      nix: null,
    },
    configs: { kernel, uboot },
    isNixos: texts.some(({ file }) => file.endsWith('.nix')),
    isBuildroot: texts.some(({ file, text }) => /(^|\/)buildroot\//.test(file) || /^BR2_/m.test(text)),
    unread: [...others.map((name) => secondRoot(folder, name, root)), ...texts.flatMap(nixText)],
  };
}

/** `/root` of an image is a home, and a link may lead anywhere: only a folder that looks like a root file system is one. */
function isRootFolder(path: string): boolean {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && namesOrNone(path).some((name) => /^(etc|usr|bin|lib)$/.test(name));
}

/** Whether a folder is a root file system itself. `bin` alone says nothing: projects keep their scripts there. */
function isImage(folder: string): boolean {
  return namesOrNone(folder).some((name) => /^(etc|usr)$/.test(name));
}

function secondRoot(folder: string, name: string, root: string | undefined): Layout['unread'][number] {
  const taken = root === undefined ? folder : join(folder, root);
  return { text: { file: join(folder, name), text: '' }, why: `${taken} was taken for the root file system` };
}

function nixText(text: Text): Layout['unread'] {
  if (!text.file.endsWith('.nix')) return [];
  return [{ text, why: 'it is a Nix expression: evaluate it, and look at the values' }];
}

/** A project may have only the lines that it adds to the inittab of its build. */
function withInittab(tree: ImageTree, texts: readonly Text[]): ImageTree {
  const lines = texts.filter(({ file }) => /inittab[\w-]*(\.fragment)?$/.test(file));
  if (tree.find('/etc/inittab') !== undefined || lines.length === 0) return tree;
  const inittab = { file: lines[0]?.file ?? '', text: lines.map(({ text }) => text).join('\n') };
  return { ...tree, text: (path) => (path === '/etc/inittab' ? inittab : tree.text(path)) };
}

/** Several fragments are one configuration, the later ones over the earlier ones; `importedFound` knows the places. */
function joined(configs: readonly Text[]): Text | null {
  const [first, ...others] = configs;
  if (first === undefined || others.length === 0) return first ?? null;
  return { file: first.file, text: [first, ...others].map(({ text }) => text).join('\n') };
}

/** Regular files outside the root file system. Links are not followed, and large files are no configuration. */
function projectFiles(folder: string, root: string | undefined): readonly NamedBytes[] {
  const found: NamedBytes[] = [];
  const visit = (dir: string, depth: number): void => {
    let list: ReturnType<typeof listOf>;
    try {
      list = listOf(dir);
    } catch {
      return;
    }
    for (const entry of list) {
      const path = join(dir, entry.name);
      if (
        found.length >= LIMIT.files ||
        SKIPPED.test(entry.name) ||
        (root !== undefined && path === join(folder, root))
      )
        continue;
      if (entry.isDirectory() && depth < LIMIT.depth) visit(path, depth + 1);
      else if (entry.isFile() && INTERESTING.test(path)) {
        const bytes = readSome(path, LIMIT.bytes);
        if (bytes !== undefined) found.push({ file: path, bytes });
      }
    }
  };
  visit(folder, 0);
  return found;
}

const INTERESTING =
  /\.(config|fragment|cfg|nix|cmd|scr|ush|part|txt)$|(^|\/)\.config$|defconfig$|system\.conf$/;

function listOf(dir: string) {
  return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
