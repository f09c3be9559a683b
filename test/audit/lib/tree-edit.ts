// Changes a tree and takes every change back, so that one tree serves many planted defects.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export class TreeEdit {
  readonly #undo: (() => void)[] = [];

  constructor(readonly root: string) {}

  /** Writes a file, with its folders. */
  write(path: string, text: string | Buffer, mode = 0o644): void {
    this.remove(path);
    this.#folders(path);
    writeFileSync(join(this.root, path), text);
    chmodSync(join(this.root, path), mode);
  }

  /** Replaces a part of a file that has to be there. */
  replace(path: string, from: string | RegExp, to: string): void {
    const place = join(this.root, path);
    const text = readFileSync(place, 'utf8');
    const { mode } = statSync(place);
    if (!(typeof from === 'string' ? text.includes(from) : from.test(text)))
      throw new Error(`${path} does not hold ${from}`);
    this.write(
      path,
      text.replace(from, () => to),
      mode & 0o7777,
    );
  }

  link(path: string, target: string): void {
    this.remove(path);
    this.#folders(path);
    symlinkSync(target, join(this.root, path));
  }

  chmod(path: string, mode: number): void {
    const place = join(this.root, path);
    const before = statSync(place).mode & 0o7777;
    chmodSync(place, mode);
    this.#undo.push(() => chmodSync(place, before));
  }

  /** Removes what is there; nothing when there is nothing. */
  remove(path: string): void {
    const place = join(this.root, path);
    const status = lstatSync(place, { throwIfNoEntry: false });
    const mode = (status?.mode ?? 0) & 0o7777;
    const text = status?.isFile() === true ? readFileSync(place) : undefined;
    const target = status?.isSymbolicLink() === true ? readlinkSync(place) : undefined;
    if (status?.isDirectory() === true) throw new Error(`${path} is a folder`);
    rmSync(place, { force: true });
    this.#undo.push(() => {
      rmSync(place, { force: true, recursive: true });
      if (target !== undefined) symlinkSync(target, place);
      if (text === undefined) return;
      writeFileSync(place, text);
      chmodSync(place, mode);
    });
  }

  /** The tree as it was. */
  restore(): void {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) undo();
  }

  #folders(path: string): void {
    let first: string | undefined;
    for (let dir = dirname(join(this.root, path)); !existsSync(dir); dir = dirname(dir)) first = dir;
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    const made = first;
    if (made !== undefined) this.#undo.push(() => rmSync(made, { recursive: true, force: true }));
  }
}
