import { type CodeFacts, code } from './facts.js';

/** The tree on disk: WD05. */
export const outputCodes = {
  WD0501: code(
    'error',
    'changed by hand',
    'The file differs from what wdgen wrote. It is not overwritten, so that nothing is lost: move the change into the spec, or run with --force to drop it.',
  ),
  WD0502: code(
    'error',
    'in the way',
    'Something that wdgen did not write stands where a generated file belongs. It is never touched.',
  ),
  WD0503: code(
    'error',
    'manifest is damaged',
    'Without its manifest wdgen cannot tell its own files from yours, so it changes nothing here without --force.',
  ),
  WD0504: code(
    'warning',
    'target is not in the spec',
    'The folder was generated for a target that the spec no longer has. An image built from it would follow rules that nobody maintains.',
  ),
  WD0505: code('warning', 'stale', 'The tree on disk is not what the spec asks for. Run wdgen generate.'),
  WD0506: code(
    'error',
    'refused by a real tool',
    'A validator of the ecosystem itself refuses the generated file.',
  ),
  WD0507: code(
    'error',
    'not what the manifest lists',
    'verify wants a folder to hold exactly the files of its manifest, with their content and their executable bit. A file more, a file less or a changed file is not what was signed.',
  ),
  WD0508: code(
    'error',
    'manifest is not signed by anybody who may',
    'The signature beside the manifest (ssh-keygen -Y sign -n wdgen-manifest) must hold for the manifest as it stands, for somebody whom the file of allowed signers names for that purpose.',
  ),
} as const satisfies Record<string, CodeFacts>;
