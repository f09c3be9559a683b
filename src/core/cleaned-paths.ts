/** At or below these nothing is ever cleaned: they hold the system itself, or its package manager's and wdgen's state. */
export const NEVER_CLEANED = [
  '/bin',
  '/boot',
  '/dev',
  '/efi',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix',
  '/proc',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/nixos',
  '/var/lib/pacman',
  '/var/lib/rpm',
  '/var/lib/systemd',
  '/var/lib/wdgen',
  '/var/log/journal',
];

/** These themselves are not cleaned, because many own something in them; a directory in them is. FHS 3.0 names them. */
export const SHARED = [
  '/home',
  '/media',
  '/mnt',
  '/opt',
  '/root',
  '/run',
  '/srv',
  '/tmp',
  '/var',
  '/var/cache',
  '/var/db',
  '/var/lib',
  '/var/local',
  '/var/lock',
  '/var/log',
  '/var/mail',
  '/var/opt',
  '/var/run',
  '/var/spool',
  '/var/tmp',
];

/** Why a directory must not be cleaned; undefined when it may. The program on the device asks the same again. */
export function whyNotCleaned(path: string): string | undefined {
  const parts = path.split('/').slice(1);
  if (parts.some((part) => part === '..' || part === '.' || part === ''))
    return 'it has "..", ".", "//" or a last "/" in it, so that it is not plain which directory is meant';
  if (NEVER_CLEANED.some((one) => `${path}/`.startsWith(`${one}/`)))
    return 'it belongs to the system, and may not be cleaned';
  if (SHARED.includes(path) || (parts[0] === 'home' && parts.length === 2))
    return 'many own something in it; only a directory below may be cleaned';
  if (parts.length < 2) return 'it lies directly below /, and may be a whole file system';
  return undefined;
}
