import { type CodeFacts, code } from './facts.js';

/** Changing states, gates and evidence: WD03. */
export const statesCodes = {
  WD0301: code(
    'error',
    'gate is not met',
    'A deferral says what lifts it. enable wants evidence for each condition, bound to the hash of the artefacts that it was taken on. --override REASON lifts without evidence and writes the reason into the spec, where status shows it.',
  ),
  WD0302: code(
    'error',
    'edit would change more than asked',
    'enable and defer edit the spec in place, read the result again, and compare it with the old value plus exactly the wanted change. When anything else would differ, nothing is written.',
  ),
  WD0303: code(
    'error',
    'setting cannot change its state',
    'A forbidden setting is not enabled, a setting that follows from others changes with them, and a value that another one waits behind is not deferred silently.',
  ),
  WD0304: code(
    'error',
    'the edited spec would be wrong',
    'The result of the edit is resolved and judged in memory, and its files are compared with the tree on disk, before anything is written. With any error nothing is.',
  ),
  WD0305: code(
    'error',
    'spec was changed meanwhile',
    'Somebody else wrote the file between reading and writing it. Writing now would lose that change.',
  ),
  WD0306: code(
    'error',
    'spec was put back',
    'The tree could not be generated from the edited spec, so the edit was taken back, byte for byte.',
  ),
  WD0307: code(
    'warning',
    'evidence does not count',
    'Evidence is bound to the hash of the artefacts it was taken on, and its file is named by its content. What is stale, damaged, changed, about another target, or signed by nobody who may sign, proves nothing.',
  ),
  WD0308: code(
    'warning',
    'gate was overridden',
    '--override lifts a deferral without its evidence. The reason is written into the spec, beside what was deferred, and status shows it as long as one of the settings stays active.',
  ),
  WD0309: code(
    'error',
    'evidence is refused',
    'Only a record in the form of schema 1, about this target and these artefacts, or the list of boots that journalctl prints, can be added. Where allowed_signers stands beside the spec, an approval must carry the signature (ssh-keygen -Y, namespace wdgen-approval) of somebody in it.',
  ),
} as const satisfies Record<string, CodeFacts>;
