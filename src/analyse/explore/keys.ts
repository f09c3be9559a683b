import type { Env, Stage, State } from './state.js';

const STAGES: readonly Stage[] = [
  ...(['off', 'firmware', 'loader', 'kernel', 'init', 'trial', 'good', 'degraded'] as const),
  ...(['recovery', 'stopping', 'idle'] as const),
];
const NETS = ['none', 'link', 'lan', 'internet', 'server'] as const;

/** Numbers for states: equal ones for equal states. A number is found faster than a text. */
export class Keys {
  readonly #texts = new Map<string, number>();
  /** Most steps leave the environment as it is: the same object again. */
  readonly #known = new WeakMap<Env, number>();

  of(state: State): number {
    const flags = (state.hung ? 4 : 0) + (state.degraded ? 2 : 0) + (state.seenUp ? 1 : 0);
    let key = this.#ofEnv(state.env);
    key = push(key, STAGES.indexOf(state.stage), STAGES.length);
    key = push(key, flags, 8);
    key = push(key, state.slot + 2, 64);
    key = push(key, NETS.indexOf(state.net), NETS.length);
    key = push(key, state.guards, 8);
    key = push(key, state.faults, 16);
    key = push(key, state.fails, 4);
    key = push(key, state.marks, 8);
    key = push(key, state.recent, 8);
    return push(key, state.streak, 4);
  }

  #ofEnv(env: Env): number {
    const known = this.#known.get(env);
    if (known !== undefined) return known;
    const { left, first, refilled, intent, trial, count, spent } = env;
    const text = `${left.join('.')} ${first} ${refilled} ${intent} ${trial} ${count} ${spent}`;
    const number = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, number);
    this.#known.set(env, number);
    return number;
  }
}

/** One more digit of a number in mixed radix. All digits together stay below 2^53 for two million environments. */
function push(key: number, digit: number, size: number): number {
  if (digit < 0 || digit >= size) throw new RangeError(`${digit} is not below ${size}`);
  return key * size + digit;
}
