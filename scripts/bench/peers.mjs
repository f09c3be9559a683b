// What others do: floors that copy or compare a finished tree, and generators that are handed the finished texts as
// templates in which only the target's name is left open. That is the least such a tool can do: no schema, no rules, no
// quoting, no manifest's hashes. What a machine does not have is left out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './measure.mjs';

/** Floors of a fleet. */
export function floorsOf({ trees, archive }, folder) {
  let count = 0;
  const [a, b] = [join(trees, 'a'), join(trees, 'b')];
  const fresh = (name) => {
    const made = join(folder, `${name}-${count++}`);
    mkdirSync(made);
    return made;
  };
  return [
    { name: 'tar x', command: () => ['tar', 'xf', archive, '-C', fresh('tar')] },
    { name: 'cp -r', command: () => ['cp', '-r', a, fresh('cp')] },
    {
      name: 'diff -rq, equal trees',
      command: () => ['diff', '-rq', a, join(folder, 'settled')],
      exits: [0, 1],
    },
    {
      name: 'git diff --no-index, all changed',
      command: () => ['git', 'diff', '--no-index', a, b],
      exits: [1],
    },
    ...templating(targetsIn(a), join(folder, 'peers'), ['jinja2', 'handlebars', 'dash']),
  ];
}

/** Generators for one target. */
export function peersOf(target, folder) {
  return templating([target], join(folder, 'peers'), Object.keys(PEERS));
}

/** A target's texts by path. */
export function targetAt(tree, name) {
  const folder = join(tree, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const read = (one) => {
    const path = join(one.parentPath ?? one.path, one.name);
    return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
  };
  return { name, files: Object.fromEntries(files.map(read)) };
}

function targetsIn(tree) {
  return readdirSync(tree).map((name) => targetAt(tree, name));
}

/** Rows for those peers that are installed. `targets` are written below a new folder on each run. */
function templating(targets, folder, wanted) {
  return wanted.flatMap((name) => {
    const peer = PEERS[name];
    if (spawnSync('sh', ['-c', peer.present], { cwd: root, stdio: 'ignore' }).status !== 0) return [];
    const place = join(folder, name);
    mkdirSync(place, { recursive: true });
    const command = peer.prepare(targets, place);
    let count = 0;
    return [{ name: peer.title, command: () => command(join(place, `out-${count++}`)) }];
  });
}

/** The parts of a text around a name. */
const around = (text, name) => text.split(name);

const PEERS = {
  jinja2: {
    title: 'Python + Jinja2',
    present: "/usr/bin/python3 -c 'import jinja2'",
    prepare: (targets, place) => {
      const templates = writeTemplates(targets, place, (parts) => parts.join('@<name>@'));
      const script = join(place, 'run.py');
      writeFileSync(
        script,
        `import json, os, sys, jinja2
env = jinja2.Environment(variable_start_string='@<', variable_end_string='>@', block_start_string='@%<', block_end_string='>%@', comment_start_string='@#<', comment_end_string='>#@', keep_trailing_newline=True)
for target in json.load(open(sys.argv[1])):
    for path, text in target['files'].items():
        out = os.path.join(sys.argv[2], target['name'], path)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with open(out, 'w') as file: file.write(env.from_string(text).render(name=target['name']))
`,
      );
      return (out) => ['/usr/bin/python3', script, templates, out];
    },
  },
  handlebars: {
    title: 'Node + Handlebars at run time',
    present: 'test -d node_modules/handlebars',
    prepare: (targets, place) => {
      const plain = (part) => part.replaceAll('{{', '\\{{');
      const templates = writeTemplates(targets, place, (parts) => parts.map(plain).join('{{name}}'));
      const script = join(place, 'run.cjs');
      writeFileSync(
        script,
        `const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const Handlebars = require(${JSON.stringify(join(root, 'node_modules', 'handlebars'))});
for (const { name, files } of JSON.parse(readFileSync(process.argv[2], 'utf8')))
  for (const [path, text] of Object.entries(files)) {
    const out = join(process.argv[3], name, path);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, Handlebars.compile(text, { noEscape: true })({ name }));
  }
`,
      );
      return (out) => [process.execPath, script, templates, out];
    },
  },
  dash: {
    title: 'dash, builtins and mkdir',
    present: 'command -v dash',
    prepare: (targets, place) => {
      const script = join(place, 'run.sh');
      const word = (part) => `'${part.replaceAll("'", "'\\''")}'`;
      const lines = targets.flatMap(({ name, files }) => [
        `n=${word(name)}`,
        `mkdir -p ${Object.keys(files)
          .map((path) => `"$1/$n"/${word(dirname(path))}`)
          .join(' ')}`,
        ...Object.entries(files).map(
          ([path, text]) => `printf %s ${around(text, name).map(word).join('"$n"')} >"$1/$n"/${word(path)}`,
        ),
      ]);
      writeFileSync(script, `set -e\n${lines.join('\n')}\n`);
      return (out) => ['dash', script, out];
    },
  },
  nix: {
    title: 'nix-instantiate --eval (no files)',
    present: 'command -v nix-instantiate',
    prepare: (targets, place) => {
      const script = join(place, 'run.nix');
      const text = (part) => `"${part.replace(/[\\"$]/g, '\\$&')}"`;
      const all = targets.flatMap(({ name, files }) =>
        Object.entries(files).map(
          ([path, whole]) =>
            `${text(`${name}/${path}`)} = ${around(whole, name).map(text).join(' + name + ')};`,
        ),
      );
      writeFileSync(script, `let name = ${text(targets[0]?.name ?? '')}; in { ${all.join('\n')} }\n`);
      return () => ['nix-instantiate', '--eval', '--strict', '--json', script];
    },
  },
  jsonnet: {
    title: 'jsonnet -S -m (folders made)',
    present: 'command -v jsonnet',
    prepare: (targets, place) => {
      const script = join(place, 'run.jsonnet');
      const all = targets.flatMap(({ name, files }) =>
        Object.entries(files).map(
          ([path, whole]) =>
            `${JSON.stringify(`${name}/${path}`)}: ${around(whole, name)
              .map((part) => JSON.stringify(part))
              .join(' + name + ')},`,
        ),
      );
      writeFileSync(
        script,
        `local name = ${JSON.stringify(targets[0]?.name ?? '')}; { ${all.join('\n')} }\n`,
      );
      // jsonnet 0.18 makes no folders.
      return (out) => {
        for (const { name, files } of targets)
          for (const path of Object.keys(files))
            mkdirSync(dirname(join(out, name, path)), { recursive: true });
        return ['jsonnet', '-S', '-m', out, script];
      };
    },
  },
};

function writeTemplates(targets, place, open) {
  const file = join(place, 'templates.json');
  const opened = targets.map(({ name, files }) => ({
    name,
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, open(around(text, name))])),
  }));
  writeFileSync(file, JSON.stringify(opened));
  return file;
}
