import { Option } from 'commander';
import { define, findings, out, target } from './define.js';
import { version } from './version.js';

/** `wdgen verify`. */
export const verifyCommand = define<{
  target: string[];
  out?: string;
  signers?: string;
  by?: string;
  revoked?: string;
}>({
  name: 'verify',
  summary: 'is a tree exactly what its signed manifests list? Needs no spec',
  examples: [
    'ssh-keygen -Y sign -n wdgen-manifest -f KEY generated/rock64/manifest.json',
    'wdgen verify --target rock64',
    'wdgen verify --out tree --signers release_signers --by release@example.org',
  ],
  formats: findings,
  options: [
    target(),
    out(),
    new Option('--signers <file>', 'who may sign (default: allowed_signers beside the spec)'),
    new Option('--by <name>', 'only this signer (default: whoever may)'),
    new Option('--revoked <file>', 'keys that count no more, as ssh-keygen -k or one public key a line'),
  ],
  run: async ({ spec, target: targets, out: tree, signers, by, revoked }) =>
    (await import('../commands/verify.js')).verify({ spec, targets, out: tree, signers, by, revoked }),
});

/** `wdgen attest`. */
export const attestCommand = define<{ target: string[]; out?: string }>({
  name: 'attest',
  summary: 'print an in-toto statement (SLSA provenance) over the generated tree',
  examples: ['wdgen attest > statement.json', 'wdgen attest --target rock64'],
  formats: findings,
  options: [target(), out()],
  run: async ({ spec, target: targets, out: tree }) =>
    (await import('../commands/attest.js')).attest({ spec, targets, out: tree, version }),
});
