import { hash } from 'node:crypto';

/** The seed of one run: the same for the same seed of the rehearsal, whatever else is run beside it. */
export function seedOf(seed: number, scenario: string, repeat: number): number {
  return Number.parseInt(hash('sha256', `${seed} ${scenario} ${repeat}`, 'hex').slice(0, 8), 16);
}

/**
 * Numbers from 0 up to 1, the same ones for the same seed: a Weyl sequence through a 32-bit mixer. Good enough to choose
 * moments by, and for nothing else.
 */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
