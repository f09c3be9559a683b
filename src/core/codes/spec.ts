import { type CodeFacts, code } from './facts.js';

/** What a user may write: WD01. */
export const specCodes = {
  WD0101: code(
    'error',
    'unknown key',
    'A mistyped key would silently configure nothing, so every key must be known.',
  ),
  WD0102: code('error', 'missing key', 'A value that has no safe default must be written.'),
  WD0103: code(
    'error',
    'setting without a state',
    'A setting always says whether it is enforced: { active = X }, { deferred = X }, { active = X, deferred = Y } or { forbidden = "reason" }. A bare value leaves open whether the image enforces it.',
  ),
  WD0104: code(
    'error',
    'contradictory states',
    'A forbidden setting can be neither active nor deferred, and a deferred value equal to the active one has nothing to wait for.',
  ),
  WD0105: code('error', 'wrong type', 'The value has another type than the key takes.'),
  WD0106: code(
    'error',
    'not a duration',
    'Durations are text with a unit: "500ms", "30s", "10min", "1h", "3d". A bare number is refused because tools disagree about its unit: systemd takes seconds, s6 milliseconds, BusyBox seconds. "1m" is refused because it reads as minute and as month.',
  ),
  WD0107: code('error', 'unknown word', 'The key takes one of a fixed set of words.'),
  WD0108: code(
    'error',
    'unusable name',
    'Names become file, unit and service names, so they are kept to lower-case letters, digits, dot, dash and underscore, start with a letter or digit and have at most 64 characters.',
  ),
  WD0109: code('error', 'unsupported schema version', 'wdgen reads schema 1.'),
  WD0110: code(
    'error',
    'deferred without a deferral',
    'What is deferred must say why and what lifts it. Otherwise nobody dares to lift it later.',
  ),
  WD0111: code(
    'warning',
    'deferral without a deferred setting',
    'Nothing in this table is deferred, so the reason and the gate speak about nothing.',
  ),
  WD0112: code('error', 'unknown gate', 'A gate is rehearsal, boots:N, fired, soak:DURATION or approval.'),
  WD0113: code(
    'error',
    'unprintable character in text',
    'Control characters and Unicode direction marks in a value can hide what a generated script really says.',
  ),
  WD0114: code('error', 'value out of range', 'The value has the right type and cannot be meant.'),
} as const satisfies Record<string, CodeFacts>;
