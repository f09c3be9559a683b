import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { stopAfter } from '../../lib/stop.js';
import type { Tool } from '../../tools/lib/need.js';

const OVMF = '/usr/share/ovmf/OVMF.fd';
const SYSTEMD_BOOT = '/usr/lib/systemd/boot/efi/systemd-bootx64.efi';

export const sdbootTools: readonly Tool[] = [
  { path: OVMF, debian: 'ovmf' },
  { path: SYSTEMD_BOOT, debian: 'systemd-boot-efi' },
  { command: 'qemu-system-x86_64', debian: 'qemu-system-x86' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mformat', debian: 'mtools' },
];

/** What systemd-boot made of the entries of a case. */
export interface Decision {
  /** The entry that it started, without its counter. */
  readonly boots: string | undefined;
  /** The names of the entries' files afterwards, in their order. */
  readonly files: readonly string[];
  /** What it told the system to rename when it is good. */
  readonly counted: string | undefined;
}

const VARIABLE = 'LoaderBootCountPath -guid 4a67b082-0a4c-41cf-b6c7-440b29bb8c4f';

/**
 * The real systemd-boot on the real UEFI of OVMF, on a FAT. The shell of OVMF puts the entries of one case after the
 * other into place and starts systemd-boot, whose menu a `Q` leaves when the entry has returned: no start of a machine
 * for each. `cases` are lists of file names without `.conf`; up to the `+` they name what they boot.
 */
export async function decisions(t: Test, cases: readonly (readonly string[])[]): Promise<Decision[]> {
  const folder = t.testdir({});
  const image = makeDisk(folder, cases);
  const console = await bootUntilOff(t, image);
  const boots = new Map(
    [...console.matchAll(/@boots (\d+) (\w+)/g)].map(([, index, entry]) => [index, entry]),
  );
  execFileSync('mcopy', ['-s', '-i', image, '::/out', folder]);
  return cases.map((_, index) => {
    const out = join(folder, 'out', String(index));
    const files = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.conf')) : [];
    return {
      boots: boots.get(String(index)),
      files: files.map((name) => name.replace(/\.conf$/, '')).sort(),
      counted: countedIn(join(out, 'variable')),
    };
  });
}

/** The variable as the shell saves it: behind a header and its name, in front of a checksum; UTF-16 with a NUL. */
function countedIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const [, path] = /(\\loader\\.*\0)/.exec(readFileSync(file).toString('utf16le')) ?? [];
  return path;
}

function makeDisk(folder: string, cases: readonly (readonly string[])[]): string {
  const tree = join(folder, 'tree');
  for (const path of ['EFI', 'loader/entries', 'probe', 'cases', 'out'])
    mkdirSync(join(tree, path), { recursive: true });
  copyFileSync(SYSTEMD_BOOT, join(tree, 'EFI/boot.efi'));
  writeFileSync(join(tree, 'loader/loader.conf'), 'timeout 0\n');
  for (const [index, names] of cases.entries()) {
    mkdirSync(join(tree, 'cases', String(index)));
    for (const name of names) {
      const [entry = ''] = name.split('+');
      const program = `probe/${index}-${entry}.efi`;
      writeFileSync(join(tree, program), efiProgram(`@boots ${index} ${entry}\n`));
      const text = `title ${entry}\nefi /${program}\n`;
      writeFileSync(join(tree, 'cases', String(index), `${name}.conf`), text);
    }
  }
  writeFileSync(join(tree, 'startup.nsh'), shellScript(cases.length));
  const image = join(folder, 'esp.img');
  execFileSync('mformat', ['-i', image, '-C', '-F', '-T', '131072', '-h', '16', '-s', '63', '::']);
  const parts = ['EFI', 'loader', 'probe', 'cases', 'out', 'startup.nsh'].map((path) => join(tree, path));
  execFileSync('mcopy', ['-s', '-i', image, ...parts, '::/']);
  return image;
}

function shellScript(cases: number): string {
  const numbers = Array.from({ length: cases }, (_, index) => index).join(' ');
  return [
    '@echo -off',
    'fs0:',
    `for %i in ${numbers}`,
    '  del -q \\loader\\entries\\*.conf',
    `  dmpstore -d ${VARIABLE}`,
    '  cp -q \\cases\\%i\\*.conf \\loader\\entries\\',
    '  echo @case %i',
    '  \\EFI\\boot.efi',
    '  echo @end',
    '  mkdir \\out\\%i',
    '  cp -q \\loader\\entries\\*.conf \\out\\%i\\',
    `  dmpstore ${VARIABLE} -s \\out\\%i\\variable`,
    'endfor',
    'reset -s',
    '',
  ].join('\r\n');
}

/** Boots, and answers what waits for a key; returns what stood on the console. */
async function bootUntilOff(t: Test, image: string): Promise<string> {
  const machine = ['-M', 'q35', '-m', '128', '-nodefaults', '-display', 'none', '-no-reboot', '-net', 'none'];
  const disks = ['-bios', OVMF, '-drive', `file=${image},format=raw,if=virtio`, '-serial', 'stdio'];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...machine, ...disks], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  stopAfter(t, child);
  let text = '';
  let quiet = 0;
  child.stdout.setEncoding('latin1').on('data', (data: string) => {
    text += data;
    quiet = 0;
  });
  // One key for each wait, once the console is quiet: a second one would open the next menu. A first one can get lost.
  const keys = setInterval(() => {
    quiet++;
    if (quiet === 4 || quiet % 12 === 0) child.stdin.write(keyFor(text, quiet > 40));
  }, 50);
  const limit = setTimeout(() => child.kill('SIGKILL'), 240_000);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(keys);
  clearTimeout(limit);
  return text;
}

/** What the console waits for: the shell before it starts, a menu that nobody asked for, or the one after an entry. */
function keyFor(console: string, again: boolean): string {
  const last = console.slice(Math.max(console.lastIndexOf('@case'), console.lastIndexOf('@end')));
  if (last.startsWith('@case')) return last.includes('@boots') ? 'Q' : again ? '\r' : '';
  return console.includes('Press ESC') && !console.includes('@case') ? ' ' : '';
}

/** A program for UEFI that writes a text to the first serial port and ends well: PE32+, one section, no relocations. */
function efiProgram(text: string): Buffer {
  const letters = [...text].flatMap((letter) => [0xb0, letter.charCodeAt(0), 0xee]); // mov al, letter; out dx, al
  const code = Buffer.from([0x66, 0xba, 0xf8, 0x03, ...letters, 0x31, 0xc0, 0xc3]); // mov dx, 0x3f8; xor eax, eax; ret
  const file = Buffer.alloc(0x400);
  file.write('MZ');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40);
  const coff = 0x44;
  file.writeUInt16LE(0x8664, coff);
  file.writeUInt16LE(1, coff + 2); // sections
  file.writeUInt16LE(0xf0, coff + 16); // size of the next header
  file.writeUInt16LE(0x22, coff + 18); // executable, large addresses
  const optional = coff + 20;
  file.writeUInt16LE(0x20b, optional);
  for (const [at, value] of [
    ...[[4, 0x200] as const, [16, 0x1000] as const, [20, 0x1000] as const], // code: size, entry, base
    ...[[32, 0x1000] as const, [36, 0x200] as const], // alignments
    ...[[56, 0x2000] as const, [60, 0x200] as const, [108, 16] as const], // image, headers, directories
  ])
    file.writeUInt32LE(value, optional + at);
  file.writeUInt16LE(10, optional + 68); // a UEFI application
  const section = optional + 0xf0;
  file.write('.text', section);
  file.writeUInt32LE(code.length, section + 8);
  for (const [at, value] of [
    ...[[12, 0x1000] as const, [16, 0x200] as const, [20, 0x200] as const],
    [36, 0x60000020] as const,
  ])
    file.writeUInt32LE(value, section + at);
  code.copy(file, 0x200);
  return file;
}
