// What the load generator is told, and what every measurement answers.

/** A number that is written into each request before it is sent, as zero-padded digits. */
export interface Field {
  readonly offset: number;
  readonly digits: number;
  /** `key` walks through all keys in a scattered order; `version` never repeats. */
  readonly what: 'key' | 'version';
  /** How many keys there are; default ITEM_COUNT. */
  readonly keyCount?: number;
  /** What a key is divided by before its last digits are written; default 1. */
  readonly divisor?: number;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** Sent in turn, each with the same fields. */
  readonly requests: readonly Uint8Array[];
  readonly fields: readonly Field[];
  /** Versions of different runs must not meet: a put of what is already there changes nothing. */
  readonly firstVersion: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface Measured {
  /** Requests answered while it was measured. */
  readonly count: number;
  readonly elapsedMs: number;
  /** Of requests and the bodies of answers, or of the values read or written. */
  readonly bytes: number;
  /** Requests answered in all, the warm-up included. */
  readonly countInAll: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Items that the table holds. */
export const ITEM_COUNT = 10_000;

/** A prime that has no factor in common with ITEM_COUNT, or another power of ten. */
const STRIDE = 7919;

export function scatteredKey(index: number, keyCount = ITEM_COUNT): number {
  return (index * STRIDE) % keyCount;
}
