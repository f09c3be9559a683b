import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSome, textIn } from '../image/files.js';
import { type ImageTree, imageTree } from '../image/tree.js';
import type { Text } from '../place.js';
import type { AuditSources, NamedBytes } from '../read/index.js';

/** A project or an image, sorted into what the readers read. */
export interface Layout {
  readonly sources: AuditSources & { readonly tree: ImageTree };
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
  const names = entries(folder);
  const root = ROOTS.find((name) => names.includes(name) && entries(join(folder, name)).length > 0);
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
  const find = (form: RegExp) => texts.find(({ file }) => form.test(file)) ?? null;
  const bytesOf = (form: RegExp): NamedBytes | null => files.find(({ file }) => form.test(file)) ?? null;
  return {
    sources: {
      tree: withInittab(image, texts),
      kernelConfig: joined(
        configs.filter((one) => !isUboot(one) && !isBusybox(one) && !/buildroot/.test(one.file)),
      ),
      ubootConfig: joined(configs.filter(isUboot)),
      fwEnv: find(/fw_env\.config$/),
      bootScript: bytesOf(/(^|\/)(boot\.cmd|boot\.scr|[\w-]*boot[\w-]*\.(ush|cmd))$/),
      environment: bytesOf(/(^|\/)(u-?boot[\w-]*)?env\.txt$/),
      rauc: find(/rauc\/system\.conf(\.part)?$/),
      nix: null,
    },
    isNixos: texts.some(({ file }) => file.endsWith('.nix')),
    isBuildroot: texts.some(({ file, text }) => /(^|\/)buildroot\//.test(file) || /^BR2_/m.test(text)),
    unread: texts.flatMap((text) =>
      text.file.endsWith('.nix')
        ? [{ text, why: 'it is a Nix expression: evaluate it, and look at the values' }]
        : [],
    ),
  };
}

/** A project may have only the lines that it adds to the inittab of its build. */
function withInittab(tree: ImageTree, texts: readonly Text[]): ImageTree {
  const lines = texts.filter(({ file }) => /inittab[\w-]*(\.fragment)?$/.test(file));
  if (tree.find('/etc/inittab') !== undefined || lines.length === 0) return tree;
  const inittab = { file: lines[0]?.file ?? '', text: lines.map(({ text }) => text).join('\n') };
  return { ...tree, text: (path) => (path === '/etc/inittab' ? inittab : tree.text(path)) };
}

/** Several fragments are one configuration, the later ones over the earlier ones; one place is enough to point at. */
function joined(configs: readonly Text[]): Text | null {
  const [first, ...others] = configs;
  if (first === undefined || others.length === 0) return first ?? null;
  return { file: first.file, text: [first, ...others].map(({ text }) => text).join('\n') };
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
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
