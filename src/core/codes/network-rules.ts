import { type CodeFacts, code } from './facts.js';

/** Rules about network self-heal: WD1067 to WD1083. */
export const networkRulesCodes = {
  WD1067: code(
    'warning',
    'one kind of evidence decides about a reboot',
    'A gateway that drops ICMP made healthy machines reboot every twelve minutes (meshpoint PR 27); a ping that was called wrongly did the same to routers (openwrt/packages issues 17906 and 29305). Probes of different kinds do not fail together for one silly reason.',
  ),
  WD1068: code(
    'warning',
    'reboots because the Internet is away',
    'When the link and the local network are fine, the fault is behind the router, and a reboot of this machine does not mend it. It reboots through the whole outage, as often as the budget allows (esphome issues 994 and 2524; openwrt/packages issue 29318).',
  ),
  WD1069: code(
    'warning',
    'a server that is down counts as a dead network',
    'Devices that reset their link, or themselves, because their server was down made a fault of one machine the fault of all (esphome issues 994, 2524, 6320 and 7222; ratgdo issue 262). A server says something about the network when it answers, and little when it does not.',
  ),
  WD1070: code(
    'warning',
    'reboots too soon',
    'Access points that restart, switches that relearn and leases that expire need minutes. Three missed pings and a reboot made marginal Wi-Fi a loop of 60 to 120 seconds (thingino-firmware issue 1682). Ten minutes of failure is a sound minimum.',
  ),
  WD1071: code(
    'warning',
    'the budget allows more than one reboot an hour',
    'A budget is the bound on the harm of a wrong diagnosis. One that allows more than one reboot an hour lets a false alarm take the device away for a good part of the day (thingino-firmware issue 1682; motioneyeos issue 2258, where the back-off ends at one hour).',
  ),
  WD1072: code(
    'warning',
    'reboots on while the link never comes up',
    'After a power cut a router may take long or stay off. A link that has not been up since the last reboot is not brought back by the next one (motioneyeos issues 2258 and 316).',
  ),
  WD1073: code(
    'warning',
    'the interface is disturbed again before it can recover',
    'A watchdog that restarted the interface every ten seconds kept it from ever coming up in one outage (openwrt/packages issues 19065 and 28116). The cooldown has to be longer than what the step sets going.',
  ),
  WD1074: code(
    'warning',
    'asked again before the step can have worked',
    'A link takes up to three seconds to negotiate, and a DHCP client waits four before it asks a second time (RFC 2131, 4.1). Probes that are asked earlier fail although the step has worked, and the ladder goes on to the next, harder one.',
  ),
  WD1076: code(
    'warning',
    'a reboot does harm, and nothing holds it back',
    'Relays fall, a USB host loses its disk in the middle of an installation, a print is lost: devices that rebooted for their network did damage with it (esphome issue 6320; ratgdo issue 262).',
  ),
  WD1078: code(
    'warning',
    'the log of the ladder is lost with the reboot',
    'The machine reboots, and nothing tells why: that was the complaint of users who were in a loop (thingino-firmware issue 1682).',
  ),
  WD1079: code(
    'note',
    'a fleet acts as one',
    'Devices behind one router see the same outage and then act in the same second: DHCP, VPN and the power supply get the load of all at once (hm-diag PR 377 asked for jitter).',
  ),
  WD1081: code(
    'warning',
    'a forced speed is never taken back',
    'Fixed speed against a partner that negotiates ends in a duplex mismatch: the link is up and loses packets (IEEE 802.3, clause 28; ethtool(8), autoneg). As the last resort it may bring a link back; without a step that negotiates anew it stays for ever.',
  ),
  WD1082: code(
    'warning',
    'a network reboot can use up a try',
    'Good reboots that were counted as failures rolled healthy devices back (meta-balena PR 1316 and issue 1349). wdgen excuses an intended reboot only once the slot is marked good: the ladder must not come to its reboot before the health checks have ended.',
  ),
  WD1083: code(
    'warning',
    'the veto holds in almost every outage',
    'A cable stays plugged in when the address, the gateway or the Internet is lost. A veto that only asks for the link then forbids the reboot in every case but a pulled cable, which no reboot puts back (meshpoint PR 27 for what a veto has to prove).',
  ),
} as const satisfies Record<string, CodeFacts>;
