// A finished image of the user's own, in which an application of theirs feeds: booted as it is by its own boot loader.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { compileTarget } from '../../src/commands/compile.js';
import { loadSpec } from '../../src/commands/load.js';
import { rehearse } from '../../src/commands/rehearse.js';
import { pc } from '../../src/rehearse/guests/pc.js';
import { pcImages } from '../../src/rehearse/prepare-pc.js';
import { withAllEnabled } from '../../src/spec/settings.js';
import { figure } from '../lib/figures.js';
import { pcTools } from '../lib/pc-lab.js';
import { PHASE_2 } from '../rehearse/lib/specs.js';
import { need } from '../tools/lib/need.js';
import { biosImage, biosTools, MAINTAINER } from './lib/bios-image.js';

t.test('the image that holds the application is rehearsed, and its files are compared', async (t) => {
  if (!need(t, [...pcTools, ...biosTools])) return;
  const folder = t.testdir({});
  const spec = join(folder, 'watchdog.toml');
  writeFileSync(spec, PHASE_2.replace('"30s"', '"6s"').replace('"10s"', '"2s"'));
  const target = loadSpec(spec).spec?.targets[0];
  const plan = target && compileTarget(withAllEnabled(target)).resolved?.plan;
  await pc.prepare((text) => t.comment(text));
  const images = pcImages();
  if (plan === undefined || images === undefined) throw new Error('there is nothing to build an image from');
  const image = biosImage(folder, plan, images, [MAINTAINER]);
  const outcome = await rehearse(
    {
      ...{ spec, targets: ['box'], scenarios: ['feeder-stopped'], task: 'run', image, nowMs: 0 },
      ...{ repeat: '1', jobs: '1', seed: '1', timeLimit: '20min', diskLimit: '1GiB', accel: 'tcg' },
    },
    { progress: (text) => t.comment(text), interrupted: () => new AbortController().signal },
  );
  t.equal(outcome.exit, 0, JSON.stringify(outcome.diagnostics));
  t.match(outcome.data, {
    runs: [
      {
        result: 'passed',
        said: /^The feeder was stopped: the watchdog reset the machine after .* it was up again/,
        lacking: [],
        measures: [{ figure: 'feeder-hang', computedMs: 12_000, over: false }],
        added: ['your image as it is, which needs a driver of this watchdog and a root shell on ttyS1'],
      },
    ],
  });
  if (t.passing()) figure(42, { part: 'rehearsed: an application that feeds is stopped', cases: 1, held: 1 });
});
