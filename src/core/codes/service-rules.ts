import { type CodeFacts, code } from './facts.js';

/** Rules about services, monitors, alerts, clean-up and the doctor: WD1084 to WD1099. */
export const serviceRulesCodes = {
  WD1084: code(
    'warning',
    'a stop takes longer than the timeline says',
    'A service may use its whole TimeoutStopSec before it is killed, and the machine goes down after the slowest. The time of an orderly stop in [boot] is smaller, so every worst case that contains it is wrong (raspiblitz issue 4534; systemd 252 systemd.service(5)).',
  ),
  WD1085: code(
    'warning',
    'the heartbeat may come from the wrong process',
    'systemd tells one process that it is watched, in WATCHDOG_PID. Behind a shell or after a fork the application is another one: sd_watchdog_enabled() says no and it sends nothing, or its messages are dropped, and a healthy service is killed at every limit (systemd issue 25961; sd_watchdog_enabled(3)).',
  ),
  WD1086: code(
    'warning',
    'the bound on restarts is never reached',
    'A monitor restarts at most once each time it looks. A bound that is not below that never stops a service that crashes for ever, and nobody is told that restarting does not help (systemd issue 1970; HAOS issue 3855 for what an endless restart hides).',
  ),
  WD1087: code(
    'error',
    'a stalled service is killed and stays dead',
    'The watchdog kills, Restart= starts again: only always, on-failure, on-abnormal and on-watchdog do so after a missed heartbeat (systemd 252 systemd.service(5), table "Exit causes and the effect of the Restart= settings").',
  ),
  WD1088: code(
    'warning',
    'a service that crashes stays dead',
    'Restart=on-watchdog restarts after a missed heartbeat and after nothing else: an exit with an error or a crash is left alone. on-failure covers all of them (systemd issue 1970; systemd 252 systemd.service(5)).',
  ),
  WD1089: code(
    'warning',
    'messages are removed before the doctor reads them',
    'The doctor looks back a while for what went wrong. A clean-up that keeps less takes the evidence away, and the row says that all is well.',
  ),
  WD1090: code(
    'warning',
    'systemd gives the service up',
    'After so many starts in the interval the unit stays failed, and nobody starts it again: the default is 5 in 10 s with a pause of 100 ms, so half a second of bad luck is enough (systemd 252 systemd.unit(5), systemd.service(5) "RestartSec=").',
  ),
  WD1091: code(
    'warning',
    'a failed service reboots the machine for ever',
    'A start limit does not survive the reboot that it leads to. When the service fails because of its data or of another machine, it fails after the reboot too: HAOS rebooted both slots for ever (HAOS issues 3855 and 2092). With rollback the slots are used up one after the other, and then it goes on.',
  ),
  WD1092: code(
    'warning',
    'the deadline is short for so little memory',
    'In Fedora all service-watchdog kills that were looked at came from a starved machine and none from a deadlock (systemd PR 13843), and killing makes starvation worse; the services of systemd itself use 3min. The floors here are a judgement: 1min below 512 MiB, 30s below 1 GiB.',
  ),
  WD1093: code(
    'warning',
    'the heartbeat is too slow for its deadline',
    'sd_notify(3) and sd_watchdog_enabled(3) recommend a heartbeat at half of the limit. A slower one may not be late once; one as slow as the limit is killed for ever.',
  ),
  WD1094: code(
    'warning',
    'the monitor finds other processes',
    'A command line that is only the name of an interpreter or a shell is found in processes that have nothing to do with the service, so the monitor never sees it gone (pgrep(1) "-f").',
  ),
  WD1095: code(
    'warning',
    'nothing sees the service stall',
    'A monitor looks whether a process is there. One that hangs is there. A service under systemd can have a watchdog of its own, which does see it (systemd 252 systemd.service(5), "WatchdogSec=").',
  ),
  WD1096: code(
    'warning',
    'two restart the same service',
    'systemd waits RestartSec before it starts a service that has ended. A monitor that looks in that pause starts it by itself, and the two count, and alert, for the same crash (systemd 252 systemd.service(5), "RestartSec=").',
  ),
  WD1097: code(
    'warning',
    'a secret is sent in the clear',
    'Whoever sees the traffic of the device can read what is sent over http, and use it.',
  ),
  WD1098: code(
    'error',
    'the clean-up removes what bounds the reboots',
    'Budget and streak of the ladder are files. When they are removed the ladder starts with a full budget, and reboots go on for ever while the network is away (hm-diag PR 377).',
  ),
  WD1099: code(
    'warning',
    'a pattern of the doctor is never shown',
    'The first pattern that matches anything is the row. One that matches every message of a later one as well hides it for ever: the later fix is never told.',
  ),
} as const satisfies Record<string, CodeFacts>;
