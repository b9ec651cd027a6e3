// Request tokens: what a transaction was, kept with it in one commit, so that the same request has no
// effect again for ten minutes. (ClientRequestToken of TransactWriteItems.)
//
// Records lie by the period of ten minutes in which their transaction was done: one that is still valid
// is in the present period or in the one before, and whole periods can be removed later. A commit that
// looks a token up names one of a fixed number of lanes, so that two requests with one token run one after
// the other whatever items they are about.

import { md5 } from '../../base/hash.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { requestTokenKey } from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { Key, Value } from '../../store/store.ts';

/** How long a token is valid after its transaction (TransactWriteItems). */
const lifetimeMs = 10 * 60 * 1000;
export const periodMs = lifetimeMs;
/** At most 256. */
const laneCount = 64;

/** Read capacity units by table: what a repeated request is told that it used. */
export type ReadUnits = readonly { readonly table: string; readonly units: number }[];

interface TokenRecord {
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly doneAt: number;
  readonly reads: ReadUnits;
}

/** Where a token is looked up and kept during one period. */
export interface TokenSlot {
  readonly period: number;
  readonly lane: string;
  /** Of this period, where the token is kept, and of the period before. */
  readonly keys: readonly [Key, Key];
  /** Stands for the request. */
  readonly fingerprint: string;
}

export type TokenState =
  | { readonly kind: 'unused' }
  /** The period is over, so the token may by now be kept elsewhere. */
  | { readonly kind: 'slot-outdated' }
  | { readonly kind: 'repeated'; readonly reads: ReadUnits }
  | { readonly kind: 'token-reused' };

/** `time` in epoch milliseconds. */
export function periodAt(time: number): number {
  return Math.floor(time / periodMs);
}

export function tokenSlot(
  scope: Scope,
  request: {
    /** The operation: tokens of different ones have nothing to do with each other. */
    readonly use: string;
    readonly token: string;
    readonly fingerprint: string;
  },
  now: number,
): TokenSlot {
  const { use, token, fingerprint } = request;
  const period = periodAt(now);
  const keyOf = (of: number) => requestTokenKey(scope, { period: of, use, token });
  const lane = (md5(keyOf(0))[0] ?? 0) % laneCount;
  return {
    period,
    lane: `tokens/${lane}`,
    keys: [keyOf(period), keyOf(Math.max(0, period - 1))],
    fingerprint,
  };
}

/** `values` are those of the slot's keys. */
export function tokenState(
  slot: TokenSlot,
  values: readonly (Value | undefined)[],
  now: number,
): TokenState {
  if (periodAt(now) !== slot.period) return { kind: 'slot-outdated' };
  for (const value of values) {
    if (value === undefined) continue;
    const { doneAt, fingerprint, reads } = decodeRecord<TokenRecord>(value);
    if (now >= doneAt + lifetimeMs) continue;
    return fingerprint === slot.fingerprint
      ? { kind: 'repeated', reads }
      : { kind: 'token-reused' };
  }
  return { kind: 'unused' };
}

/** What keeps the token of a transaction that is being done now. */
export function tokenPut(slot: TokenSlot, reads: ReadUnits, doneAt: number): [Key, Value] {
  const record: TokenRecord = { fingerprint: slot.fingerprint, doneAt, reads };
  return [slot.keys[0], encodeRecord(record)];
}
