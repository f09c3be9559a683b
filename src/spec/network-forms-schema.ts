import * as z from 'zod/mini';
import { marked } from './kinds.js';
import { formed } from './pieces.js';

/**
 * Texts of a network ladder that end up in shell configuration and as words of commands: each has one strict form, and
 * none can look like an option.
 */

/** A host and its port; null where none is written. */
export interface WrittenHost {
  readonly host: string;
  readonly port: number | null;
}

/** Takes `HOST`, `HOST:PORT` and `[IPV6]:PORT` apart; undefined for anything else. */
export function readHost(text: string): WrittenHost | undefined {
  if (isIpv6(text)) return { host: text, port: null };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const sound = bracketed === undefined ? isIpv4(host) || isHostName(host) : isIpv6(host);
  const port = digits === undefined ? null : Number(digits);
  if (!sound || port === 0 || (port ?? 1) > 65_535) return undefined;
  return { host, port };
}

/** Whether a host is an address: no name server is needed to reach it. */
export function isAddress(host: string): boolean {
  return isIpv4(host) || isIpv6(host);
}

function isIpv4(text: string): boolean {
  return (
    /^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}$/.test(text) && text.split('.').every((n) => +n < 256)
  );
}

/** RFC 4291 section 2.2, without a zone and without an IPv4 address at the end. */
function isIpv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => !/^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}

/** RFC 1123 section 2.1; a last label of digits only would be a mistyped address. */
function isHostName(text: string): boolean {
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
  return new RegExp(`^${label}(?:\\.${label})*$`).test(text) && !/(^|\.)[0-9]+$/.test(text);
}

const HOST = {
  what: 'host',
  rule: 'a name or an address, with :PORT where one is asked',
  example: '192.0.2.1',
};
export const hostText = () =>
  marked(
    { kind: 'form', ...HOST },
    z.string().check(z.regex(/^[A-Za-z0-9[:][A-Za-z0-9.:[\]-]*$/), z.maxLength(260), z.refine(isHost)),
  );
const isHost = (text: string) => readHost(text) !== undefined;

const URL_FORM = /^https?:\/\/([A-Za-z0-9[][A-Za-z0-9.:[\]-]*)(\/[A-Za-z0-9._~:/?=&%+,@-]*)?$/;
/** Without user and password: they would lie in the image for everybody to read. */
export const urlText = () =>
  marked(
    {
      kind: 'form',
      what: 'URL',
      rule: 'http:// or https://, a host, and a path of letters, digits and ._~:/?=&%+,@-',
      example: 'https://example.org/health',
    },
    z.string().check(z.regex(URL_FORM), z.maxLength(1024), z.refine(isUrl)),
  );
const isUrl = (text: string) => isHost(URL_FORM.exec(text)?.[1] ?? '');

export const interfaceName = () =>
  formed(
    'network interface',
    'at most 15 letters, digits and ._-, not starting with a dash or dot',
    'eth0',
    /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    15,
  );

/** An absolute path without `..` and without a slash at its end. */
export const absolutePath = (what: string, example: string) =>
  formed(
    what,
    'an absolute path of letters, digits and ._+-, without .. and without a slash at its end',
    example,
    /^(?!.*\/\.\.?(\/|$))(\/[A-Za-z0-9._+-]+)+$/,
    255,
  );

/** The name of a unit, an s6-rc service, a script of /etc/init.d, or a process. */
export const serviceName = () =>
  formed(
    'service',
    'letters, digits and :_.@-, not starting with a dash or dot',
    'connmand',
    /^[A-Za-z0-9_][A-Za-z0-9:_.@-]*$/,
    128,
  );

export const processName = () =>
  formed('process name', 'letters, digits and ._+-', 'dnsmasq', /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/, 64);

export const gadgetName = () =>
  formed(
    'USB gadget',
    'the name of its folder in /sys/kernel/config/usb_gadget',
    'rockchip',
    /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    64,
  );

export const mailAddress = () =>
  formed(
    'e-mail address',
    'NAME@DOMAIN of letters, digits and ._+-',
    'ops@example.org',
    /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9]([A-Za-z0-9.-]{0,200}[A-Za-z0-9])?$/,
    254,
  );

export const macAddress = () =>
  formed(
    'MAC address',
    'six pairs of hexadecimal digits with colons',
    '00:11:22:33:44:55',
    /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/,
    17,
  );

export const needText = () =>
  formed('number of answers', 'all, any or quorum:N', 'quorum:2', /^(all|any|quorum:[1-9][0-9]?)$/, 9);

export const sizeText = () =>
  formed('size', 'a whole number of KiB or MiB', '64KiB', /^[1-9][0-9]{0,3}(KiB|MiB)$/, 7);
