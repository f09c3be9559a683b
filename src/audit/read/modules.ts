import type { ImageTree } from '../image/tree.js';
import { type Placed, placed, type Text } from '../place.js';
import type { Step } from './steps.js';
import { baseName, unwrapped } from './words.js';

/** `options MODULE NAME=VALUE`. */
export interface ModuleOption {
  readonly module: string;
  readonly option: string;
  readonly value: string;
}

/** Which kernel modules an image has, and when it loads which. Names have `_` for `-`. */
export interface Modules {
  /** Modules in /lib/modules; null when the image has none that wdgen can list. */
  readonly available: ReadonlySet<string> | null;
  readonly builtin: ReadonlySet<string>;
  /** Loaded by the initramfs, before init starts. */
  readonly early: readonly Placed<string>[];
  /** Loaded by init's services, in no order that matters to PID 1. */
  readonly late: readonly Placed<string>[];
  /** Loaded by a start script or a service of its own. */
  readonly steps: readonly { readonly name: string; readonly step: Step }[];
  readonly blacklisted: readonly Placed<string>[];
  readonly options: readonly Placed<ModuleOption>[];
}

export function readModules(tree: ImageTree, steps: readonly Step[]): Modules {
  const configs = [
    ...confs(tree, '/etc/modprobe.d'),
    ...confs(tree, '/usr/lib/modprobe.d'),
    ...confs(tree, '/lib/modprobe.d'),
  ];
  const kernels = ['/usr/lib/modules', '/lib/modules'].flatMap((dir) =>
    tree.list(dir).map((version) => `${dir}/${version}`),
  );
  const deps = kernels.flatMap((kernel) => tree.text(`${kernel}/modules.dep`) ?? []);
  return {
    available: deps.length === 0 ? null : new Set(deps.flatMap(namesOf)),
    builtin: new Set(kernels.flatMap((kernel) => namesOf(tree.text(`${kernel}/modules.builtin`)))),
    early: initramfs(tree),
    late: [
      ...confs(tree, '/etc/modules-load.d'),
      ...confs(tree, '/usr/lib/modules-load.d'),
      ...one(tree, '/etc/modules'),
    ].flatMap(words),
    steps: steps.flatMap((step) => loadedBy(step).map((name) => ({ name, step }))),
    blacklisted: configs.flatMap((text) =>
      matching(text, /^\s*(?:blacklist\s+(\S+)|install\s+(\S+)\s+\/bin\/(?:true|false)\b)/),
    ),
    options: configs.flatMap(optionsIn),
  };
}

export function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}

function one(tree: ImageTree, path: string): readonly Text[] {
  const text = tree.text(path);
  return text === undefined ? [] : [text];
}

function confs(tree: ImageTree, dir: string): readonly Text[] {
  return tree
    .list(dir)
    .filter((name) => name.endsWith('.conf'))
    .flatMap((name) => one(tree, `${dir}/${name}`));
}

/** What initramfs-tools, dracut and mkinitcpio are told to load. Sources: initramfs-tools(7), dracut.conf(5), mkinitcpio.conf(5). */
function initramfs(tree: ImageTree): readonly Placed<string>[] {
  const folder = '/usr/share/initramfs-tools/modules.d';
  const lists = ['/etc/initramfs-tools/modules', ...tree.list(folder).map((name) => `${folder}/${name}`)];
  const dracut = ['/etc/dracut.conf.d', '/usr/lib/dracut/dracut.conf.d'].flatMap((dir) => confs(tree, dir));
  const drivers = [...one(tree, '/etc/dracut.conf'), ...dracut, ...one(tree, '/etc/mkinitcpio.conf')].flatMap(
    (text) => matching(text, /^\s*(?:(?:force_drivers|add_drivers)\+?=["'](.*)["']|MODULES=\((.*)\))/),
  );
  return [
    ...lists.flatMap((path) => one(tree, path)).flatMap(words),
    ...drivers.flatMap(({ value, place }) =>
      value
        .split(/\s+/)
        .filter(Boolean)
        .map((name) => ({ value: moduleName(name), place })),
    ),
  ];
}

/** One module a line, with its options behind it. */
function words(text: Text): readonly Placed<string>[] {
  return matching(text, /^\s*([^#;\s]\S*)/);
}

function matching(text: Text, form: RegExp): readonly Placed<string>[] {
  return text.text.split('\n').flatMap((line, index) => {
    const match = form.exec(line);
    const name = match?.slice(1).find((part) => part !== undefined);
    return name === undefined ? [] : [placed(moduleName(name), text, index + 1)];
  });
}

function optionsIn(text: Text): readonly Placed<ModuleOption>[] {
  return text.text.split('\n').flatMap((line, index) => {
    const [, module, rest = ''] = /^\s*options\s+(\S+)\s+(.*)/.exec(line) ?? [];
    if (module === undefined) return [];
    return rest.split(/\s+/).flatMap((pair) => {
      const [, option, value] = /^(\w+)=(.*)$/.exec(pair) ?? [];
      if (option === undefined || value === undefined) return [];
      return [placed({ module: moduleName(module), option, value }, text, index + 1)];
    });
  });
}

function namesOf(text: Text | undefined): readonly string[] {
  return (text?.text ?? '').split('\n').flatMap((line) => {
    const name = /([^/:\s]+)\.ko(?:\.\w+)?(?=[:\s]|$)/.exec(line)?.[1];
    return name === undefined ? [] : [moduleName(name)];
  });
}

function loadedBy(step: Step): readonly string[] {
  const [program = '', ...rest] = unwrapped(step.words);
  if (!/^(modprobe|insmod)$/.test(baseName(program)) || /stop/.test(step.inside)) return [];
  return rest
    .filter((word) => !word.startsWith('-') && !word.includes('='))
    .map((word) => moduleName(baseName(word).replace(/\.ko(\.\w+)?$/, '')));
}
