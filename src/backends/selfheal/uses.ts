import type { NetworkPlan, ProbeCheck } from '../../plan/types.js';

/** What a ladder needs besides what the program always uses: BusyBox' symbols, and packages of nixpkgs. */
export interface Uses {
  readonly symbols: readonly string[];
  readonly packages: readonly string[];
}

const PING: Uses = { symbols: ['PING', 'FEATURE_FANCY_PING'], packages: ['iputils'] };
const IP: Uses = {
  symbols: ['IP', 'FEATURE_IP_ADDRESS', 'FEATURE_IP_LINK', 'FEATURE_IP_ROUTE'],
  packages: ['iproute2'],
};
const IPV6: Uses = { symbols: ['FEATURE_IPV6', 'PING6'], packages: [] };
const PIDOF: Uses = { symbols: ['PIDOF'], packages: ['procps'] };
const SENDMAIL: Uses = { symbols: ['SENDMAIL', 'HOSTNAME'], packages: ['busybox'] };

/**
 * By kind of probe, guard and step. Source of the symbols: busybox 1.35, the `//config:config` lines of
 * networking/{arping,ether-wake,ip,nc,ping,wget}.c, networking/udhcp/dhcpc.c, mailutils/sendmail.c, procps/pidof.c.
 */
const USES: Readonly<Record<string, readonly Uses[]>> = {
  carrier: [],
  address: [IP],
  neighbour: [
    IP,
    PING,
    { symbols: ['ARPING', 'IPNEIGH', 'FEATURE_IP_NEIGH'], packages: ['iputils', 'iproute2'] },
  ],
  ping: [IP, PING],
  tcp: [PING, { symbols: ['NC', 'NC_EXTRA'], packages: ['netcat-openbsd'] }],
  http: [{ symbols: ['WGET', 'FEATURE_WGET_HTTPS', 'FEATURE_WGET_TIMEOUT'], packages: ['curl'] }],
  process: [PIDOF],
  bounce: [IP, PIDOF],
  renegotiate: [IP, PIDOF, { symbols: [], packages: ['ethtool'] }],
  'force-speed': [{ symbols: [], packages: ['ethtool'] }],
  dhcp: [PIDOF, { symbols: ['UDHCPC', 'KILL'], packages: ['busybox'] }],
  restart: [PIDOF, { symbols: ['KILL'], packages: [] }],
  email: [SENDMAIL],
  'wake-on-lan': [{ symbols: ['ETHER_WAKE'], packages: ['busybox'] }],
};

/** Everything that this ladder needs besides. */
export function usesOf({ probes, guards, steps }: NetworkPlan): Uses {
  const kinds = [...probes.map(({ check }) => check), ...guards.map(({ check }) => check)]
    .map(({ kind }): string => kind)
    .concat(steps.map(({ action }) => action.kind));
  const uses = kinds.flatMap((kind) => USES[kind] ?? []);
  if (probes.some(({ check }) => asksIpv6(check))) uses.push(IPV6);
  return {
    symbols: uses.flatMap(({ symbols }) => symbols),
    packages: uses.flatMap(({ packages }) => packages),
  };
}

/** Whether a probe names an IPv6 address, or may take one. */
function asksIpv6(check: ProbeCheck): boolean {
  switch (check.kind) {
    case 'address':
      return check.family !== 'ipv4';
    case 'neighbour':
    case 'ping':
      return check.hosts.some((host) => host.includes(':'));
    case 'tcp':
      return check.hosts.some(({ host }) => host.includes(':'));
    default:
      return false;
  }
}

/** Each once, sorted. */
export function sortedOnce(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
