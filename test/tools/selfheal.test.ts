// The self-heal program, run: what it does in which order, under three shells, with the same words.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';
import { plans } from './lib/selfheal-plans.js';
import { scenarios } from './lib/selfheal-scenarios.js';

const probe = (name: string) => `#!/bin/sh\n[ -e /world/${name} ]\n`;

t.test('the same under every shell', async (t) => {
  if (!need(t, SELFHEAL_TOOLS)) return;
  const all = Object.entries(scenarios)
    .map(([name, { script }]) => `echo '## ${name}'\n(${script}\n)\n`)
    .join('');
  t.jobs = 3;
  const transcripts = await Promise.all(
    (Object.keys(SHELLS) as ShellName[]).map(async (shell) => {
      let text = '';
      await t.test(shell, { buffered: true }, async (t) => {
        const lab = selfhealLab(t, plans);
        for (const name of ['link', 'server', 'a', 'b', 'c', 'busy']) lab.put(`probe/${name}`, probe(name));
        lab.put('probe/flasher', '#!/bin/sh\nusleep 9000000\n');
        lab.put('probe/own', '#!/bin/sh\necho own >>/calls\n'.replace('own', '"own "'));
        lab.put('etc/init.d/S46kvmd-network', '#!/bin/sh\necho "init.d $*" >>/calls\n');
        text = await lab.run(
          shell,
          `cp -a /stand-in /saved\n${all.replaceAll('\n)\n', '\n)\ncp -a /saved/* /stand-in\n')}`,
        );
      });
      return [shell, text] as const;
    }),
  );
  const parts = new Map<string, string>();
  for (const part of (transcripts[0]?.[1] ?? '').split(/^## /m).slice(1)) {
    const line = part.indexOf('\n');
    parts.set(part.slice(0, line), part.slice(line + 1));
  }
  for (const [name, { says }] of Object.entries(scenarios)) {
    const text = parts.get(name) ?? 'nothing';
    const wrong = says.filter((said) =>
      said.startsWith('!') ? text.includes(said.slice(1)) : !text.includes(said),
    );
    t.strictSame(wrong, [], `${name}\n${wrong.length === 0 ? '' : text}`);
  }
  for (const [shell, text] of transcripts.slice(1))
    t.equal(steady(text), steady(transcripts[0]?.[1] ?? ''), shell);
  if (!t.passing()) return;
  const shells = transcripts.length;
  figure(27, { part: 'self-heal under eight dates, three shells', cases: 8 * shells, held: 8 * shells });
  figure(30, { part: 'tools of self-heal missing, failing, hanging', cases: 9 * shells, held: 9 * shells });
});

/** A pause while the medium is written depends on the machine. */
function steady(text: string): string {
  return text.replace(/^1 5\d\d\d boot-1 5\d\d\d .*$/gm, '(budget)').replace(/free in \d+ s/g, 'free in N s');
}
