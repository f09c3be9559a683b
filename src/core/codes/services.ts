import { type CodeFacts, code } from './facts.js';

/** Services, monitors and alerts: WD023. */
export const servicesCodes = {
  WD0230: code(
    'error',
    'service watchdog without systemd',
    'A heartbeat is sent to systemd, and systemd kills and restarts the service. Under another init nobody listens.',
  ),
  WD0231: code(
    'error',
    'watchdog for a service that does not notify',
    'Only Type=notify says when the service is ready: then the limit starts to run (systemd.service(5), "WatchdogSec="). With any other type it runs from the start, also while the application is still being set up, and nothing says that the application sends heartbeats at all.',
  ),
  WD0232: code(
    'error',
    'heartbeat does not fit the watchdog',
    'A heartbeat that comes later than the limit lets systemd kill a healthy service; one without a limit is heard by nobody.',
  ),
  WD0233: code(
    'error',
    'start limit or action never takes effect',
    'systemd refuses a start when more than `burst` came before in `interval`. Restarts that are further apart never get there, and what should happen then never does.',
  ),
  WD0234: code(
    'error',
    'service without anything to set',
    'A drop-in that sets nothing would seem to guard a service.',
  ),
  WD0235: code(
    'error',
    'a unit is described twice',
    'Two tables would write the same file, and one of them would win.',
  ),
  WD0236: code(
    'error',
    'monitor cannot restart the service',
    'A monitor that notices and cannot act only fills the log. The restart has to go through what runs the service, in the words of that.',
  ),
  WD0237: code('error', 'no such alert', 'A name that leads to no alert would tell nobody.'),
  WD0238: code(
    'error',
    'alert cannot be sent as written',
    'A message has each member once, and an attempt that lasts too long keeps a process of each event around.',
  ),
  WD0239: code(
    'error',
    'setting is newer than systemd of the image',
    'systemd ignores what it does not know, with a line in the journal; the service would run with another type.',
  ),
} as const satisfies Record<string, CodeFacts>;
