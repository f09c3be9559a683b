import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { namesOrNone } from '../../disk/listing.js';
import type { Text } from '../place.js';
import { readSome, textIn } from './files.js';

/** What stands at a path of an image. Devices, sockets and FIFOs are `special`: they are never opened. */
export interface Entry {
  /** From the image's root, without links: `/usr/lib/systemd/system/x.service`. */
  readonly path: string;
  readonly kind: 'file' | 'dir' | 'link' | 'special';
  /** Permission bits. */
  readonly mode: number;
  readonly size: number;
}

/** A finished root file system. Paths are absolute in it, and links are followed inside it only. */
export interface ImageTree {
  /** The entry that a path leads to, links followed; undefined when it leads nowhere. */
  readonly find: (path: string) => Entry | undefined;
  /** The entry itself: a link stays one. */
  readonly look: (path: string) => Entry | undefined;
  /** What a link says; undefined for anything else. */
  readonly linkOf: (path: string) => string | undefined;
  /** Names in a folder, sorted; none when there is no such folder. */
  readonly list: (path: string) => readonly string[];
  /** A file as text; undefined for what is no file, is too large, or is no text. */
  readonly text: (path: string) => Text | undefined;
  /** A file's bytes, at most so many. */
  readonly bytes: (path: string, limit: number) => Buffer | undefined;
  /** How findings name a path. */
  readonly label: (path: string) => string;
}

/** Larger files are no configuration. */
const TEXT_LIMIT = 4 * 1024 * 1024;
/** As the kernel has it (MAXSYMLINKS). */
const LINK_LIMIT = 40;

/** The tree below a folder; `name` is what findings write before its paths. */
export function imageTree(folder: string, name: string): ImageTree {
  const known = new Map<string, Entry | undefined>();
  const at = (path: string): Entry | undefined => {
    if (!known.has(path)) known.set(path, entryAt(folder, path));
    return known.get(path);
  };
  const target = (path: string) => readlinkSync(join(folder, path));
  const resolved = new Map<string, Entry | undefined>();
  const find = (path: string) => {
    if (!resolved.has(path)) resolved.set(path, resolve(path, true, at, target));
    return resolved.get(path);
  };
  const look = (path: string) => resolve(path, false, at, target);
  const file = (path: string) => {
    const entry = find(path);
    return entry?.kind === 'file' ? entry : undefined;
  };
  const bytes = (path: string, limit: number) => {
    const entry = file(path);
    return entry === undefined ? undefined : readSome(join(folder, entry.path), Math.min(entry.size, limit));
  };
  const label = (path: string) => `${name.replace(/\/+$/, '')}${path}`;
  const texts = new Map<string, Text | undefined>();
  const lists = new Map<string, readonly string[]>();
  return {
    find,
    look,
    linkOf: (path) => {
      const entry = look(path);
      return entry?.kind === 'link' ? target(entry.path) : undefined;
    },
    list: (path) => {
      const known = lists.get(path);
      if (known !== undefined) return known;
      const entry = find(path);
      const names = entry?.kind === 'dir' ? namesOrNone(join(folder, entry.path)) : [];
      lists.set(path, names);
      return names;
    },
    text: (path) => {
      const entry = file(path);
      if (entry === undefined || entry.size > TEXT_LIMIT) return undefined;
      if (!texts.has(path)) texts.set(path, textIn(bytes(path, TEXT_LIMIT), label(path)));
      return texts.get(path);
    },
    bytes,
    label,
  };
}

/** Walks a path part by part. `..` stays inside, an absolute link starts at the image's own root. */
function resolve(
  path: string,
  followLast: boolean,
  at: (path: string) => Entry | undefined,
  target: (path: string) => string,
): Entry | undefined {
  let parts = partsOf(path);
  let real: string[] = [];
  let links = 0;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === '..') {
      real.pop();
      continue;
    }
    const here = at(`/${[...real, part].join('/')}`);
    if (here === undefined) return undefined;
    if (here.kind === 'link' && (followLast || parts.length > 0)) {
      links++;
      if (links > LINK_LIMIT) return undefined;
      const next = target(here.path);
      if (next.startsWith('/')) real = [];
      parts = [...partsOf(next), ...parts];
      continue;
    }
    if (parts.length > 0 && here.kind !== 'dir') return undefined;
    real.push(part);
  }
  return at(`/${real.join('/')}`);
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function entryAt(folder: string, path: string): Entry | undefined {
  let status: ReturnType<typeof lstatSync>;
  try {
    status = lstatSync(join(folder, path));
  } catch {
    return undefined;
  }
  const kind = status.isFile()
    ? 'file'
    : status.isDirectory()
      ? 'dir'
      : status.isSymbolicLink()
        ? 'link'
        : 'special';
  return { path, kind, mode: status.mode & 0o7777, size: status.size };
}
