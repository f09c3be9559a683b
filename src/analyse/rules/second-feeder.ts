import type { Feeder } from '../../plan/types.js';
import { candidates, severityOf } from '../settings.js';
import type { Finding, Rule } from '../types.js';

/** Software that opens the node by itself, and the feeder that it is the program of. */
const OPENERS: Readonly<Record<string, Feeder['kind'] | null>> = {
  watchdog: null,
  watchdogd: 'watchdogd',
  // BR2_PACKAGE_BUSYBOX_WATCHDOG: its S15watchdog starts an applet of its own beside a feeder that is the same applet.
  'busybox-watchdog': null,
};

/** One process opens the watchdog. */
export const secondFeeder: Rule = {
  code: 'WD1027',
  check: ({ image, watchdog: { device, feeder } }) =>
    image.software
      .filter((name) => Object.hasOwn(OPENERS, name))
      .flatMap((name): Finding[] => {
        const clash = candidates(feeder).find(({ value }) => value.kind !== OPENERS[name]);
        if (clash === undefined) return [];
        return [
          {
            at: ['image', 'software'],
            ...severityOf(clash),
            detail: `${name} opens ${device} as well. The kernel lets one process in; the other gets EBUSY, and which of their timeouts holds depends on who was first.`,
            help: `take ${name} out of the image, or make it the feeder`,
            because: [{ path: ['watchdog', 'feeder'], says: `the ${clash.state} feeder` }],
          },
        ];
      }),
};
