// The checker of src/audit against the real s6-rc-compile, which no Debian release has: install s6-rc from skarnet.org
// and put it in PATH. Skipped without it, in CI too; test/audit/s6rc-source.test.ts has the same vectors.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { checkS6rcSource, readS6rcSource } from '../../src/audit/s6rc-source.js';
import { s6Rc } from '../../src/backends/s6-rc/index.js';
import { active, planFixture } from '../lib/plan.js';
import { layOut, layOutVector, sourceOf } from '../lib/s6rc.js';
import { vectors } from '../lib/s6rc-vectors.js';
import { findCommand, need } from './lib/need.js';

const compiler = findCommand('s6-rc-compile');

function compile(source: string, database: string): { verdict: string; text: string } {
  const { status, stderr } = spawnSync(compiler ?? '', [database, source], { encoding: 'utf8' });
  if (status !== 0 && status !== 1 && status !== 111) throw new Error(`s6-rc-compile: ${status}: ${stderr}`);
  const verdict = status !== 0 ? 'refused' : stderr === '' ? 'accepted' : 'warned';
  return { verdict, text: stderr };
}

/** execlineb parses first: with nothing to run in PATH it ends with 127, after a syntax error with 100. */
function execline(script: string): string | null {
  const { status, stderr } = spawnSync('/usr/bin/execlineb', ['-P', '-c', script], {
    env: { PATH: '/nonexistent' },
    encoding: 'utf8',
  });
  return status === 100 ? stderr.trim() : null;
}

if (compiler === undefined) {
  t.pass('s6-rc-compile is here', { skip: 'no s6-rc-compile in PATH (not in Debian)' });
} else {
  for (const { name, files, verdict } of vectors) {
    t.test(`s6-rc-compile: ${verdict}: ${name}`, async (t) => {
      const dir = t.testdir({ source: {} });
      layOutVector(join(dir, 'source'), files);
      const result = compile(join(dir, 'source'), join(dir, 'db'));
      t.equal(result.verdict, verdict, result.text);
    });
  }

  for (const [title, overrides] of [
    ['fortros-node', {}],
    ['with odd names', { service: { name: 'pet+dog@1', after: ['a_b', 'ünï'], bundle: 'ok' } }],
    ['watchdogd', { feeder: active({ kind: 'watchdogd' } as const) }],
  ] as const) {
    t.test(`compiles what is generated: ${title}`, async (t) => {
      const dir = t.testdir();
      const plan = planFixture({ watchdog: overrides });
      layOut(dir, s6Rc, plan);
      const { after, bundle } = plan.watchdog.service;
      const stand = Object.fromEntries(
        after.flatMap((one) => [
          [`${one}/type`, 'oneshot\n'],
          [`${one}/up`, ''],
        ]),
      );
      layOutVector(join(dir, sourceOf), { ...stand, [`${bundle}/type`]: 'bundle\n' });
      const result = compile(join(dir, sourceOf), join(dir, 'db'));
      t.strictSame(result, { verdict: 'accepted', text: '' });
      t.strictSame(checkS6rcSource(readS6rcSource(join(dir, sourceOf)), { external: [] }), []);
    });
  }
}

t.test('execlineb as the check of oneshot scripts', async (t) => {
  if (!need(t, [{ path: '/usr/bin/execlineb', debian: 'execline' }])) return;
  for (const { name, files } of vectors.filter((one) => one.execline === true)) {
    const dir = t.testdir();
    layOutVector(dir, files);
    const findings = checkS6rcSource(readS6rcSource(dir), { external: [], execline });
    t.match(findings, [{ verdict: 'refused' }], name);
  }
  t.equal(execline('if { true } echo up\n'), null);
});
