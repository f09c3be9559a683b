import { type CodeFacts, code } from './facts.js';

/** Broken properties of the explored machine: WD1100 to WD1119. The model: docs/exploration.md. */
export const explorationCodes = {
  WD1100: code(
    'warning',
    'a silent hang is never reset',
    'A machine that hangs without a panic is reset by a hardware watchdog or by nobody. Boot counting sees only boots: a hang that lasts spends no try, and the other slot never boots. Which stages are guarded follows from the feeder, from what firmware or the boot loader has armed, and from the open timeout (linux 6.1 drivers/watchdog/watchdog_dev.c).',
  ),
  WD1101: code(
    'error',
    'the machine can reset for ever',
    'Every course of events has to end in a machine that stays up, once the faults have stopped: else it resets for ever although a slot is left that would come up. Schemes that stop counting when a slot is marked good never leave that slot when it breaks later (u-boot drivers/bootcount/bootcount_env.c; systemd-boot(7), "Boot counting").',
  ),
  WD1102: code(
    'error',
    'no end when every slot is broken',
    'When no slot is sound there has to be an end in which the machine stays up and can be looked at: recovery, or degraded. Endless rollbacks are what users of greenboot and of Home Assistant OS report (greenboot issue 26; home-assistant/operating-system issue 3855).',
  ),
  WD1103: code(
    'error',
    'a broken slot is marked good',
    'A slot is marked good by its health checks only. A counter that is refilled by anything else never runs out, and the broken slot is booted for ever (microshift pull request 2113).',
  ),
  WD1104: code(
    'error',
    'a network outage gives a sound slot up',
    'A health check that needs the network fails while a router is off. Where every boot is counted, each failure costs a try of a slot that is sound, until the old slot boots and fails likewise (supervisor reboots counted as failures: meta-balena pull requests 1316 and 1349).',
  ),
  WD1105: code(
    'error',
    'more reboots than the budget allows',
    'A budget that is kept in memory, written after the reboot, or measured by a clock that starts anew at each boot does not hold (motioneyeos issue 2258: a machine that rebooted again and again while its network was away).',
  ),
  WD1106: code(
    'error',
    'an endless outage reboots the machine for ever',
    'While a router is off, a reboot helps nobody, and each costs flash wear and availability (motioneyeos issue 2258). So the ladder stops after some reboots in a row before which nothing was up.',
  ),
  WD1107: code(
    'warning',
    'a step of the ladder is never taken',
    'No course of events leads to it: a guard that holds for ever, a veto that succeeds whenever the reboot is asked for, or no probe that asks. A step that cannot be taken is protection on paper.',
  ),
  WD1108: code(
    'warning',
    'power cuts alone give a sound slot up',
    'From the moment a boot is counted until the slot is marked good again, a power cut costs a try; so a slot survives fewer cuts in a row than it has tries. An environment of one copy is lost by a single cut while it is saved (U-Boot 2023.01 env/mmc.c; libubootenv issue 23).',
  ),
  WD1109: code(
    'warning',
    'the exploration stopped at its bound',
    'More states were found than the exploration looks at. What was found holds; nothing else is proven. Fewer slots, tries or guards make the machine smaller.',
  ),
} as const satisfies Record<string, CodeFacts>;
