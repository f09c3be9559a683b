import * as z from 'zod/mini';
import {
  absolutePath,
  gadgetName,
  hostText,
  interfaceName,
  macAddress,
  mailAddress,
  needText,
  processName,
  serviceName,
  sizeText,
  urlText,
} from './network-forms-schema.js';
import { deferrable, described, durationText, name } from './pieces.js';

/** Network self-heal, as a spec writes it. What a kind needs, and what it does not take, the resolver says. */

export const PROBES = ['carrier', 'address', 'neighbour', 'ping', 'tcp', 'http', 'script'] as const;
export const PROVES = ['link', 'lan', 'internet', 'server'] as const;
export const GUARDS = ['usb-storage', 'udc-bound', 'file', 'process', 'script'] as const;
export const STEPS = [
  'bounce',
  'renegotiate',
  'force-speed',
  'dhcp',
  'restart',
  'script',
  'webhook',
  'email',
  'wake-on-lan',
] as const;
export const MANAGERS = ['systemd', 's6-rc', 'sysv', 'respawn'] as const;

const state = () => described(z.enum(['active', 'deferred']), 'whether the image enforces this');
const names = (what: string, description: string) =>
  described(z.array(name(what)).check(z.maxLength(64)), description);
const count = (least: number, most: number, description: string) =>
  z.optional(described(z.int().check(z.gte(least), z.lte(most)), description));
const program = (description: string) =>
  z.optional(described(absolutePath('program', '/usr/libexec/look'), description));

const probe = () =>
  z.strictObject({
    kind: described(z.enum(PROBES), 'what is asked'),
    proves: z.optional(
      described(
        z.enum(PROVES),
        'what works when it succeeds; known for carrier, address, neighbour and a ping of the gateway',
      ),
    ),
    hosts: z.optional(
      described(
        z.array(hostText()).check(z.minLength(1), z.maxLength(16)),
        'neighbour, ping: hosts, default the gateway; tcp: HOST:PORT',
      ),
    ),
    urls: z.optional(
      described(z.array(urlText()).check(z.minLength(1), z.maxLength(16)), 'http: what is fetched'),
    ),
    path: program('script: the program; it ends with 0 when all is well'),
    family: z.optional(
      described(z.enum(['ipv4', 'ipv6', 'any']), 'address: which one the interface must have; default ipv4'),
    ),
    count: count(1, 10, 'ping: echo requests to each host; default 1'),
    need: z.optional(described(needText(), 'how many of several hosts must answer; default all')),
    timeout: z.optional(described(durationText(), 'time limit of the whole probe; whole seconds')),
  });

const guard = () =>
  z.strictObject({
    kind: described(z.enum(GUARDS), 'what keeps a step from being taken'),
    gadget: z.optional(described(gadgetName(), 'usb-storage, udc-bound: the USB gadget')),
    'when-bound': z.optional(
      described(z.boolean(), 'usb-storage: only while a UDC is bound; default false, which is the safe side'),
    ),
    path: z.optional(
      described(
        absolutePath('path', '/run/update-in-progress'),
        'file: it is there; script: the program, which ends with 0 while nothing may act',
      ),
    ),
    name: z.optional(described(processName(), 'process: the name of one that runs')),
  });

const step = () =>
  z.strictObject({
    do: described(z.enum(STEPS), 'what is done'),
    down: z.optional(
      described(durationText(), 'bounce (default 3s), renegotiate (default 5s): how long the link is down'),
    ),
    speed: z.optional(described(z.enum(['10', '100', '1000']), 'force-speed: Mbit/s')),
    duplex: z.optional(described(z.enum(['half', 'full']), 'force-speed: default full')),
    manager: z.optional(
      described(
        z.enum(MANAGERS),
        'restart: who starts the service again; default systemd or s6-rc where that is the init',
      ),
    ),
    service: z.optional(
      described(serviceName(), 'restart: unit, s6-rc service, script of /etc/init.d, or process (respawn)'),
    ),
    path: program('script: the program'),
    alert: z.optional(described(name('alert'), 'webhook: which `alert` of the target')),
    to: z.optional(described(mailAddress(), 'email: who is told')),
    from: z.optional(described(mailAddress(), 'email: the sender')),
    relay: z.optional(described(hostText(), 'email: the mail server, HOST or HOST:PORT')),
    mac: z.optional(described(macAddress(), 'wake-on-lan: who is woken')),
    settle: z.optional(described(durationText(), 'pause before the probes are asked again; default 15s')),
    cooldown: z.optional(
      described(
        durationText(),
        'not taken again before this much running time has passed; default every round, 1h for steps that tell somebody',
      ),
    ),
    timeout: z.optional(described(durationText(), 'time limit of the step itself; whole seconds')),
    guards: z.optional(names('guard', 'names of guards; while one holds the step is skipped')),
  });

const reboot = () =>
  z.strictObject({
    state: state(),
    rounds: count(1, 99, 'failed rounds in a row before a reboot is considered; default 3'),
    on: z.optional(
      described(
        z.array(z.enum(['link', 'lan', 'internet'])).check(z.minLength(1)),
        'a reboot needs a failed probe that proves one of these; default link, lan. A server alone never leads to one',
      ),
    ),
    guards: z.optional(names('guard', 'names of guards; while one holds there is no reboot')),
    vetoes: z.optional(names('probe', 'names of probes; one that succeeds forbids the reboot')),
    max: count(1, 24, 'at most this many reboots in `window`; default 1'),
    window: z.optional(
      described(durationText(), 'running time in which they are counted, across boots; default 1h'),
    ),
    'never-up': count(
      0,
      24,
      'at most this many reboots in a row in which the link never came up in between; default 1',
    ),
    ...deferrable(),
  });

export const network = () =>
  z.strictObject({
    state: state(),
    interface: described(interfaceName(), 'the interface that is watched and mended'),
    every: described(durationText(), 'time from one round to the next'),
    jitter: z.optional(
      described(
        durationText(),
        'each round starts up to this much later; default a tenth of `every`, at most 30s, so that a fleet does not act as one',
      ),
    ),
    healthy: described(
      z.array(name('probe')).check(z.minLength(1), z.maxLength(16)),
      'names of the probes that decide whether the network is well',
    ),
    need: z.optional(described(needText(), 'how many of `healthy` must succeed; default all')),
    steps: z.optional(names('step', 'names of steps in the order in which they are taken')),
    'state-dir': z.optional(
      described(
        absolutePath('folder', '/var/lib/wdgen/selfheal'),
        'what survives a reboot: budget and streak; default /var/lib/wdgen/selfheal',
      ),
    ),
    log: z.optional(
      described(
        absolutePath('file', '/var/log/wdgen-selfheal'),
        'log that survives a reboot; default `log` in the state folder',
      ),
    ),
    'log-size': z.optional(
      described(sizeText(), 'its greatest size; one older copy is kept beside it; default 64KiB'),
    ),
    probe: described(z.record(name('probe'), probe()), 'questions to the network, by name'),
    step: z.optional(described(z.record(name('step'), step()), 'what can be done, by name')),
    guard: z.optional(
      described(z.record(name('guard'), guard()), 'evidence that acting would do harm, by name'),
    ),
    reboot: z.optional(
      described(reboot(), 'the last step; without this table it is deferred, and nothing reboots'),
    ),
    ...deferrable(),
  });

export type ProbeSpec = z.infer<ReturnType<typeof probe>>;
export type GuardSpec = z.infer<ReturnType<typeof guard>>;
export type StepSpec = z.infer<ReturnType<typeof step>>;
export type LadderRebootSpec = z.infer<ReturnType<typeof reboot>>;
