// wdgen with one machine that never ends: a real process under the emulator's care, which is no QEMU.
import { main } from '../../../src/cli/main.js';
import { registry } from '../../../src/rehearse/registry.js';
import { Emulator } from '../../../src/system/emulator.js';
import { fakeGuest, fakeKind, fakeScenario, PASSED } from './fakes.js';

const kind = fakeKind({
  boot: async ({ folder }) => {
    const args = ['-c', 'echo "process $$"; exec sleep 600'];
    const machine = new Emulator({ command: 'sh', args, shell: false, under: folder });
    return { ...fakeGuest(), machine, stop: () => machine.stop() };
  },
});

const endless = fakeScenario('endless', async (lab) => {
  const { machine } = await lab.boot();
  const up = await machine.waitFor(({ text }) => text.startsWith('process '), 60_000);
  lab.progress(up?.text ?? 'no machine');
  await machine.waitFor(() => false, 600_000);
  return PASSED;
});

Object.assign(registry, { machines: [kind], scenarios: [endless, fakeScenario('short')] });
main(process.argv.slice(2));
