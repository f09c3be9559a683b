import { isAddress, readHost } from '../../spec/network-forms-schema.js';
import type { NetworkSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { HostPort, ProbeCheck, ProbePlan, Proves } from '../types.js';
import { checkKeys, checkQuorum, type KindKeys, readNeed, seconds } from './network-kinds.js';

export type WrittenProbe = NetworkSpec['probe'][string];
type Kind = WrittenProbe['kind'];

interface ProbeKind extends KindKeys {
  /** What such a probe can prove; the only one is what it proves without being told. */
  readonly proves: readonly Proves[];
  readonly timeout: string;
}

const ALWAYS = ['kind', 'proves', 'timeout'] as const;
const BEYOND = ['lan', 'internet', 'server'] as const;

/** ARP and neighbour discovery do not pass a router (RFC 826, RFC 4861 section 6.1), so that they prove the LAN. */
const KINDS: Readonly<Record<Kind, ProbeKind>> = {
  carrier: { needs: {}, takes: ALWAYS, proves: ['link'], timeout: '2s' },
  address: { needs: {}, takes: [...ALWAYS, 'family'], proves: ['lan'], timeout: '2s' },
  neighbour: { needs: {}, takes: [...ALWAYS, 'hosts', 'need'], proves: ['lan'], timeout: '5s' },
  ping: { needs: {}, takes: [...ALWAYS, 'hosts', 'count', 'need'], proves: BEYOND, timeout: '5s' },
  tcp: {
    needs: { hosts: 'hosts = ["192.0.2.1:443"]' },
    takes: [...ALWAYS, 'need'],
    proves: BEYOND,
    timeout: '5s',
  },
  http: {
    needs: { urls: 'urls = ["https://example.org/health"]' },
    takes: [...ALWAYS, 'need'],
    proves: BEYOND,
    timeout: '10s',
  },
  script: {
    needs: { path: 'path = "/usr/libexec/look"' },
    takes: ALWAYS,
    proves: ['link', ...BEYOND],
    timeout: '30s',
  },
};

/** All probes, in the order of the spec; those with mistakes are left out. */
export function resolveProbes(notes: Notes, { probe }: NetworkSpec): readonly ProbePlan[] {
  return Object.entries(probe).flatMap(([name, written]) => resolveProbe(notes, name, written) ?? []);
}

function resolveProbe(notes: Notes, name: string, written: WrittenProbe): ProbePlan | undefined {
  const { kind } = written;
  const complete = checkKeys(notes, ['probe', name], kind, written, KINDS[kind]);
  const proves = whatItProves(notes, name, written);
  const check = complete ? READERS[kind](notes, name, written) : undefined;
  const need = readNeed(written.need);
  checkNeed(notes, name, written);
  const timeoutMs = seconds(notes, ['probe', name, 'timeout'], written.timeout, KINDS[kind].timeout);
  recordOrigins(notes, name, written);
  if (check === undefined || proves === undefined) return undefined;
  return { name, proves, check, need, timeoutMs };
}

/** A ping of the gateway stays on the LAN; of any other host only the user knows where it is. */
function whatItProves(notes: Notes, name: string, { kind, hosts, proves }: WrittenProbe): Proves | undefined {
  const possible: readonly Proves[] = kind === 'ping' && hosts === undefined ? ['lan'] : KINDS[kind].proves;
  const at = ['network', 'probe', name, 'proves'];
  if (proves === undefined && possible.length === 1) return possible[0];
  const words = possible.map((word) => `"${word}"`).join(', ');
  if (proves === undefined) {
    complain(notes, 'WD0213', at, {
      detail: `Where its hosts are, a ${kind} probe cannot tell: a server of your own that is down says nothing about this machine.`,
      help: `add: proves = one of ${words}`,
    });
    return undefined;
  }
  if (possible.includes(proves)) return proves;
  complain(notes, 'WD0214', at, {
    detail: `A ${kind} probe${kind === 'ping' && hosts === undefined ? ' of the gateway' : ''} does not prove "${proves}".`,
    help: possible.length === 1 ? `write ${words}, or remove the line` : `write one of ${words}`,
  });
  return undefined;
}

function checkNeed(notes: Notes, name: string, written: WrittenProbe): void {
  const list = written.hosts ?? written.urls;
  if (written.need === undefined) return;
  if (list !== undefined) {
    checkQuorum(notes, ['probe', name, 'need'], readNeed(written.need), list.length);
  } else if (KINDS[written.kind].takes.includes('need')) {
    complain(notes, 'WD0214', ['network', 'probe', name, 'need'], {
      detail: 'The probe asks the gateway only, so that there is nothing to combine.',
      help: 'remove it, or write `hosts`',
    });
  }
}

type Reader = (notes: Notes, name: string, written: WrittenProbe) => ProbeCheck | undefined;

const READERS: Readonly<Record<Kind, Reader>> = {
  carrier: () => ({ kind: 'carrier' }),
  address: (_notes, _name, { family }) => ({ kind: 'address', family: family ?? 'ipv4' }),
  neighbour: (notes, name, { hosts = [] }) => {
    const plain = withoutPorts(notes, name, hosts);
    for (const [index, host] of hosts.entries()) {
      if (isAddress(host) || readHost(host)?.port !== null) continue;
      complain(notes, 'WD0214', ['network', 'probe', name, 'hosts', index], {
        detail: `A neighbour is asked by its address, and "${host}" is a name.`,
        help: 'write an address',
      });
    }
    return { kind: 'neighbour', hosts: plain };
  },
  ping: (notes, name, { hosts = [], count = 1 }) => ({
    kind: 'ping',
    hosts: withoutPorts(notes, name, hosts),
    count,
  }),
  tcp: (notes, name, { hosts = [] }) => ({ kind: 'tcp', hosts: withPorts(notes, name, hosts) }),
  http: (_notes, _name, { urls = [] }) => ({ kind: 'http', urls }),
  script: (_notes, _name, { path = '' }) => ({ kind: 'script', path }),
};

function withoutPorts(notes: Notes, name: string, hosts: readonly string[]): readonly string[] {
  return hosts.map((text, index) => {
    const { host, port } = readHost(text) ?? { host: text, port: null };
    if (port !== null) {
      complain(notes, 'WD0214', ['network', 'probe', name, 'hosts', index], {
        detail: 'This kind of probe knows no ports.',
        help: `write "${host}", or kind = "tcp"`,
      });
    }
    return host;
  });
}

function withPorts(notes: Notes, name: string, hosts: readonly string[]): readonly HostPort[] {
  return hosts.flatMap((text, index) => {
    const { host, port } = readHost(text) ?? { host: text, port: null };
    if (port !== null) return [{ host, port }];
    complain(notes, 'WD0213', ['network', 'probe', name, 'hosts', index], {
      detail: `Which port of ${host}?`,
      help: `write "${host.includes(':') ? `[${host}]` : host}:443"`,
    });
    return [];
  });
}

/** Plan keys, the spec keys that they come from, and the reason for a default. */
const KEYS = [
  ['proves', 'proves', 'this kind proves nothing else'],
  ['need', 'need', 'every one has to answer'],
  ['timeoutMs', 'timeout', 'long enough for such a question'],
] as const;

function recordOrigins(notes: Notes, name: string, written: WrittenProbe): void {
  fromSpec(notes, ['network', 'probes', name], ['network', 'probe', name], '', true);
  for (const [plan, key, reason] of KEYS) {
    fromSpec(
      notes,
      ['network', 'probes', name, plan],
      ['network', 'probe', name, key],
      reason,
      written[key] !== undefined,
    );
  }
}
