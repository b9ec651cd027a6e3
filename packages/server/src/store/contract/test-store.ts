// How the contract suite gets a store, and short forms for what its tests do over and over.

import { utf8Bytes, utf8Text } from '../../base/bytes.ts';
import type { LogPage, RangePage, RangeRequest, Store } from '../store.ts';

export interface EngineUnderTest {
  /** Whether data survives `reopen`. */
  readonly isPersistent: boolean;
  /** A store over no data; disposing removes whatever it kept. */
  open(): Promise<TestStore>;
}

export interface TestStore extends AsyncDisposable {
  /** The open store; another object after `reopen`. */
  readonly store: Store;
  /** Disposes of the store and opens its data again. */
  reopen(): Promise<void>;
}

export const bytes = utf8Bytes;

export const EVERYTHING = { count: 1_000_000, bytes: Number.MAX_SAFE_INTEGER };

/** One commit of text keys and values on the lane `lane`, which appends its `entries` there. */
export async function write(
  store: Store,
  changes: {
    readonly puts?: Readonly<Record<string, string>>;
    readonly deletes?: readonly string[];
    readonly entries?: readonly string[];
    readonly lane?: string;
  },
): Promise<void> {
  const { puts = {}, deletes = [], entries = [], lane = 'lane' } = changes;
  await store.commit({
    lanes: [lane],
    reads: [],
    decide: () => ({
      puts: Object.entries(puts).map(([key, value]) => [bytes(key), bytes(value)] as const),
      deletes: deletes.map(bytes),
      appends: entries.map((entry) => ({ lane, entry: bytes(entry) })),
      result: undefined,
    }),
  });
}

export async function readText(store: Store, ...keys: string[]): Promise<(string | undefined)[]> {
  const values = await store.get(keys.map(bytes));
  return values.map((value) => value && utf8Text(value));
}

export async function readEntries(store: Store, lane = 'lane', after = 0): Promise<string[]> {
  return entryTexts(await store.readLog(lane, after, EVERYTHING));
}

/** Each as `position:text`. */
export function entryTexts(page: LogPage): string[] {
  return page.entries.map(({ position, entry }) => `${position}:${utf8Text(entry)}`);
}

export function forward(from: Uint8Array, to: Uint8Array): RangeRequest {
  return { from, to, direction: 'forward', limit: EVERYTHING };
}

export function pairTexts(page: RangePage): string[] {
  return page.entries.map(([key, value]) => `${utf8Text(key)}=${utf8Text(value)}`);
}
