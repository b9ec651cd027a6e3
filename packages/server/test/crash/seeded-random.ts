// Random numbers that a seed repeats (mulberry32).

export interface SeededRandom {
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  /** Another sequence, which does not depend on how far this one got. */
  fork(name: number): SeededRandom;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return {
    below(below) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    },
    fork: (name) => seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b)),
  };
}
