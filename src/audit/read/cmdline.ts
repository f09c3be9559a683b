import type { ImageTree } from '../image/tree.js';
import { type Placed, placed, type Text } from '../place.js';
import type { BootScript } from './boot-script.js';
import type { DotConfig } from './config.js';
import { splitWords } from './words.js';

/** Files that hold a kernel's command line, each with how a line of it is read. */
const FILES: readonly (readonly [path: string, form: RegExp])[] = [
  ['/boot/cmdline.txt', /^(.*)$/],
  ['/boot/firmware/cmdline.txt', /^(.*)$/],
  ['/etc/kernel/cmdline', /^(.*)$/],
  ['/boot/extlinux/extlinux.conf', /^\s*APPEND\s+(.*)$/i],
  ['/extlinux/extlinux.conf', /^\s*APPEND\s+(.*)$/i],
  ['/etc/default/grub', /^\s*GRUB_CMDLINE_LINUX\w*=["']?(.*?)["']?$/],
  ['/boot/grub/grub.cfg', /^\s*linux(?:16|efi)?\s+\S+\s+(.*)$/],
];
const ENTRIES = ['/boot/loader/entries', '/efi/loader/entries', '/boot/efi/loader/entries'] as const;

/** The words of every kernel command line that the image, its boot script and its kernel hold. */
export function readCmdline(
  tree: ImageTree | null,
  kernel: DotConfig | null,
  script: BootScript | null,
): readonly Placed<string>[] {
  const entries = ENTRIES.flatMap((dir) => (tree?.list(dir) ?? []).map((name) => `${dir}/${name}`));
  const forms = [...FILES, ...entries.map((path) => [path, /^options\s+(.*)$/] as const)];
  const files = forms.flatMap(([path, form]) => linesOf(tree?.text(path), form));
  const built = kernel?.symbols.get('CMDLINE');
  return [
    ...files,
    ...(built === undefined
      ? []
      : wordsAt(built.value.replace(/^"|"$/g, ''), built.place.in, built.place.line)),
    ...(script?.commands ?? []).flatMap(({ words, line }) =>
      words[0] === 'setenv' || /=/.test(words[0] ?? '')
        ? wordsAt(
            words.join(' ').replace(/^(?:setenv\s+\w+\s+|\w+=)/, ''),
            script?.text ?? { file: '', text: '' },
            line,
          )
        : [],
    ),
  ];
}

function linesOf(text: Text | undefined, form: RegExp): readonly Placed<string>[] {
  if (text === undefined) return [];
  return text.text.split('\n').flatMap((line, index) => {
    const value = line.trimStart().startsWith('#') ? undefined : form.exec(line)?.[1];
    return value === undefined ? [] : wordsAt(value, text, index + 1);
  });
}

function wordsAt(value: string, text: Text, line: number): readonly Placed<string>[] {
  return splitWords(value).map((word) => placed(word, text, line));
}
