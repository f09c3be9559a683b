import * as z from 'zod/mini';
import { marked } from './kinds.js';
import { deferrable, described, durationText, formed, name, prose } from './pieces.js';

/** Services and who watches them, as a spec writes it. Each table is one mechanism with one state. */

export const SERVICE_TYPES = ['notify', 'notify-reload', 'simple', 'exec', 'forking'] as const;
export const NOTIFY_ACCESS = ['main', 'exec', 'all', 'none'] as const;
export const RESTARTS = ['no', 'on-failure', 'on-watchdog', 'on-abnormal', 'on-abort', 'always'] as const;
export const FAILURE_ACTIONS = ['none', 'reboot', 'reboot-force', 'reboot-immediate'] as const;
export const MANAGERS = ['systemd', 's6-rc', 'sysv', 'respawn'] as const;

const state = () => described(z.enum(['active', 'deferred']), 'whether the image enforces this');

/** No `@`: a drop-in beside a template would hold for all its instances. */
const serviceUnit = () =>
  formed(
    'service unit',
    'letters, digits and ._:-, ending in .service',
    'edge_telemetry.service',
    /^[A-Za-z0-9:_][A-Za-z0-9:_.-]{0,200}\.service$/,
    209,
  );
const unit = () =>
  formed(
    'name of a unit',
    'a name with its type',
    'network.target',
    /^[A-Za-z0-9:_][A-Za-z0-9:_.@-]{0,200}\.(service|socket|device|mount|automount|swap|target|path|timer|slice)$/,
    211,
  );
const absolutePath = () =>
  formed('path', 'an absolute path', '/opt/telemetry', /^\/[A-Za-z0-9._/@+-]*$/, 255);
/** One line of anything; what a unit or a shell would read into it is quoted. */
const line = (what: string, example: string) =>
  formed(what, 'one line of 1 to 1000 characters', example, /^[^\n\r]+$/, 1000);

const startLimit = z.strictObject({
  burst: described(z.int().check(z.gte(1), z.lte(1000)), 'at most so many starts'),
  interval: described(durationText(), 'in this time; the next start is refused'),
});

const whole = z.strictObject({
  description: described(prose(), 'what the service is'),
  command: described(
    z.array(line('argument', '--verbose')).check(z.minLength(1), z.maxLength(100)),
    'the command, word by word; the first is an absolute path',
  ),
  user: z.optional(
    described(
      formed(
        'login name',
        'lower-case letters, digits, - and _',
        'telemetry',
        /^[a-z_][a-z0-9_-]{0,30}$/,
        31,
      ),
      'the user it runs as; default root',
    ),
  ),
  'working-directory': z.optional(described(absolutePath(), 'where it runs; default /')),
  after: z.optional(described(z.array(unit()), 'units that start before it')),
  wants: z.optional(described(z.array(unit()), 'units that it has started with it')),
  'wanted-by': z.optional(
    described(z.array(unit()), 'targets that start it at boot; default multi-user.target'),
  ),
});

/** A service that systemd watches. */
export const service = () =>
  z.strictObject({
    state: state(),
    unit: z.optional(described(serviceUnit(), 'its unit; default NAME.service')),
    type: z.optional(
      described(
        z.enum(SERVICE_TYPES),
        'how systemd knows that it has started: with notify it says READY=1 itself',
      ),
    ),
    watchdog: z.optional(
      described(durationText(), 'WatchdogSec: without a heartbeat for this long it is killed and restarted'),
    ),
    heartbeat: z.optional(
      described(durationText(), 'how often the application sends WATCHDOG=1; default half of watchdog'),
    ),
    'notify-access': z.optional(
      described(z.enum(NOTIFY_ACCESS), 'whose heartbeats count; with a watchdog default main'),
    ),
    restart: z.optional(described(z.enum(RESTARTS), 'after which ends it is started again')),
    'restart-delay': z.optional(described(durationText(), 'pause before that; systemd takes 100ms')),
    'start-timeout': z.optional(described(durationText(), 'how long it may take until it is ready')),
    'stop-timeout': z.optional(described(durationText(), 'how long it may take to stop before it is killed')),
    'start-limit': z.optional(described(startLimit, 'after how many starts systemd gives it up')),
    'on-failure': z.optional(
      described(z.enum(FAILURE_ACTIONS), 'what systemd does when it is given up; default none'),
    ),
    whole: z.optional(
      described(whole, 'the whole unit; without it, a drop-in beside the unit of somebody else'),
    ),
    ...deferrable(),
  });

/** A process that is looked for. */
export const monitor = () =>
  z.strictObject({
    state: state(),
    process: described(
      marked(
        {
          kind: 'form',
          what: 'part of a command line',
          rule: 'one line of 3 to 200 characters, no blank at its ends',
          example: 'telemetry_client.py',
        },
        z.string().check(z.regex(/^[^\s][^\n\r\t]*[^\s]$/), z.minLength(3), z.maxLength(200)),
      ),
      'a part of the command line of the process, words with one blank between; the more of it the better',
    ),
    restart: described(
      formed(
        'service',
        'a name of letters, digits and ._:@+-',
        'edge_telemetry.service',
        /^[A-Za-z0-9:_][A-Za-z0-9:_.@+-]{0,200}$/,
        201,
      ),
      'the service to restart; for respawn the process to kill, so that init starts it anew',
    ),
    manager: z.optional(
      described(
        z.enum(MANAGERS),
        'who restarts it; default by init: systemd, s6-rc or sysv. BusyBox init has two, so say which',
      ),
    ),
    every: described(durationText(), 'how often it is looked for'),
    grace: z.optional(
      described(durationText(), 'after a restart it is left alone for this long; default 30s'),
    ),
    'restarts-per-hour': described(
      z.int().check(z.gte(1), z.lte(60)),
      'at most so many restarts in an hour of running time; then only log and alerts',
    ),
    alerts: z.optional(described(z.array(name('alert')).check(z.maxLength(16)), 'alerts that are told')),
    ...deferrable(),
  });

/** A webhook. */
export const alert = () =>
  z.strictObject({
    url: described(
      formed(
        'URL',
        'http:// or https://, printable ASCII without blanks, quotes and backslashes',
        'https://alerts.example.org/hook',
        /^https?:\/\/[A-Za-z0-9[][A-Za-z0-9._~:/?#[\]@!$&()*+,;=%-]*$/,
        2000,
      ),
      'where the message is posted',
    ),
    device: z.optional(
      described(line('device', 'pi-edge-01'), "device of the message; default the target's name"),
    ),
    tries: z.optional(described(z.int().check(z.gte(1), z.lte(10)), 'how often it is tried; default 3')),
    timeout: z.optional(described(durationText(), 'time limit of one try; default 5s')),
    fields: z.optional(
      described(
        z.record(
          formed('member', 'letters, digits, - and _', 'site', /^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 64),
          line('member', 'roof'),
        ),
        'further members of the message',
      ),
    ),
  });
