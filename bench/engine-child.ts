// The engine alone: the store's own verbs in this process, with no wire, no validation and no
// expressions in front of it.

import { openSqliteStore } from '../packages/server/src/store/sqlite/open-sqlite-store.ts';
import type { LogPage, Store } from '../packages/server/src/store/store.ts';
import { play } from './child-role.ts';
import {
  DEFINITION,
  DEFINITION_KEY,
  entryValue,
  itemKey,
  itemValue,
  LANE,
  STATISTICS_KEY,
  statistics,
} from './engine-data.ts';
import { ITEM_COUNT, scatteredKey, type Measured } from './load.ts';
import { Meter } from './meter.ts';
import type { WorkloadName } from './workloads.ts';

const role = { open, run };
export type EngineRole = typeof role;

interface EngineRun {
  readonly workload: WorkloadName;
  /** Calls in flight. */
  readonly concurrency: number;
  readonly firstVersion: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const PAGE = { count: 1000, bytes: 1024 * 1024 };
const LOADERS = 64;

const keys = Array.from({ length: ITEM_COUNT }, (_, key) => itemKey(key));
let store: Store | undefined;
let pageStarts: readonly number[] = [];

play(role);

/** Opens the store and fills it as the server's is filled. */
async function open(dataDir: string): Promise<void> {
  store = await openSqliteStore({ location: { dataDir }, durability: 'fsync' });
  await store.commit({
    lanes: ['catalog'],
    reads: [],
    decide: () => ({ puts: [[DEFINITION_KEY, DEFINITION]], result: undefined }),
  });
  for (const version of [0, 1]) await putAll(store, version);
  pageStarts = await fullPages(store);
}

async function putAll(into: Store, version: number): Promise<void> {
  for (let first = 0; first < ITEM_COUNT; first += LOADERS) {
    const count = Math.min(LOADERS, ITEM_COUNT - first);
    await Promise.all(Array.from({ length: count }, (_, add) => put(into, first + add, version)));
  }
}

/** The positions behind which the full pages of entries with both images begin. */
async function fullPages(from: Store): Promise<number[]> {
  const starts: number[] = [];
  for (let start = ITEM_COUNT; ;) {
    const { entries }: LogPage = await from.readLog(LANE, start, PAGE);
    const last = entries.at(-1);
    if (last === undefined || last.position === 2 * ITEM_COUNT) return starts;
    starts.push(start);
    start = last.position;
  }
}

async function run(asked: EngineRun): Promise<Measured> {
  if (store === undefined) throw new Error('the engine is not open');
  const call = callOf(store, asked);
  const meter = new Meter(asked);
  let begun = 0;

  async function repeat(): Promise<void> {
    for (let startedAt = performance.now(); !meter.isOver(startedAt);) {
      begun += 1;
      startedAt = meter.answered(startedAt, await call(begun));
    }
  }

  await Promise.all(Array.from({ length: asked.concurrency }, repeat));
  return meter.result();
}

/** Resolves with the bytes that were read or written. */
function callOf(into: Store, asked: EngineRun): (index: number) => Promise<number> {
  switch (asked.workload) {
    case 'PutItem':
      return (index) => put(into, scatteredKey(index), asked.firstVersion + index);
    case 'GetItem':
      return async (index) => {
        const values = await into.get([DEFINITION_KEY, keyOf(scatteredKey(index))]);
        return values[1]?.length ?? 0;
      };
    case 'GetRecords':
      return async (index) => {
        const start = pageStarts[index % pageStarts.length] ?? 0;
        const { entries } = await into.readLog(LANE, start, PAGE);
        return entries.reduce((sum, { entry }) => sum + entry.length, 0);
      };
  }
}

/** What the database does for a PutItem. */
async function put(into: Store, key: number, version: number): Promise<number> {
  const after = itemValue(key, version);
  return into.commit({
    lanes: [LANE],
    reads: [DEFINITION_KEY, keyOf(key), STATISTICS_KEY],
    decide: ({ values: [, before] }) => ({
      puts: [
        [keyOf(key), after],
        [STATISTICS_KEY, statistics(ITEM_COUNT, version)],
      ],
      appends: [{ lane: LANE, entry: entryValue(key, before, after) }],
      result: after.length,
    }),
  });
}

function keyOf(key: number): Buffer {
  const bytes = keys[key];
  if (bytes === undefined) throw new Error(`no key ${key}`);
  return bytes;
}
