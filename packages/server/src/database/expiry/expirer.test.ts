import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import type { TurnableClock } from '../../base/turnable-clock.ts';
import type { Item } from '../../model/attribute-value.ts';
import { parseItem } from '../../model/item-bytes.ts';
import type { Store } from '../../store/store.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import { decodeEntry } from '../../write/entry.ts';
import { oldestExpiryMs } from '../../write/expiry.ts';
import { checkInvariants } from '../check-invariants.ts';
import type { Database } from '../database.ts';
import { openDatabase, type OpenDatabase } from '../open-database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const on = { enabled: true, attribute: 'until' };
const off = { enabled: false, attribute: 'until' };

/** A database with a table `t` whose items expire, and its second of the epoch. */
async function openExpiring(partitions = 1) {
  const opened = await openTestDatabase({ partitions });
  await opened.database.createTable(scope, tableOf('t'));
  await opened.database.changeTimeToLive(scope, 't', on);
  return { ...opened, now: opened.runtime.clock.now() / 1000 };
}

function put(database: Database, p: string, until: number | undefined, table = 't') {
  const item: Item = {
    p: { S: p },
    ...(until === undefined ? {} : { until: { N: String(until) } }),
  };
  return database.put(scope, { table, item, returnValues: 'NONE' });
}

async function names(database: Database, table = 't'): Promise<string[]> {
  const page = await database.scan(scope, { table, consistent: true });
  return page.items.map((json) => (parseItem(json)['p'] as { S: string }).S).toSorted();
}

async function advance(
  { database, clock }: { database: OpenDatabase; clock: TurnableClock },
  seconds: number,
): Promise<void> {
  await clock.advance(seconds * 1000);
  await database.settled();
}

/** What expiry removed, in the order of the lane's log, and when. */
async function expiries(store: Store, lane = 't1/0') {
  const { entries } = await store.readLog(lane, 0, { count: 10_000, bytes: 2 ** 30 });
  return entries
    .map(({ entry }) => decodeEntry(entry))
    .filter(({ author }) => author === 'time-to-live')
    .map(({ kind, time, keys }) => ({
      kind,
      time,
      p: (parseItem(keys.json)['p'] as { S: string }).S,
    }));
}

describe('items whose time to live has run out', () => {
  it('are deleted when they are due, in order, with a record that names the author', async () => {
    const { database, runtime, store, now } = await openExpiring();
    const { clock } = runtime;
    const start = clock.now();
    await put(database, 'late', now + 30);
    await put(database, 'never', undefined);
    await put(database, 'soon', now + 10);
    await put(database, 'later', now + 20.5);
    await advance({ database, clock }, 9);
    expect(await names(database)).toEqual(['late', 'later', 'never', 'soon']);
    await advance({ database, clock }, 1);
    expect(await names(database)).toEqual(['late', 'later', 'never']);
    await advance({ database, clock }, 3600);
    expect(await names(database)).toEqual(['never']);
    const removed = await expiries(store);
    expect(removed.map(({ p }) => p)).toEqual(['soon', 'later', 'late']);
    expect(removed[0]).toEqual({ kind: 'remove', time: start + 10_000, p: 'soon' });
  });

  it('are deleted at once when they were due before they were written', async () => {
    const { database, runtime, now } = await openExpiring();
    await put(database, 'waiting', now + 10);
    await put(database, 'due', now - 1);
    await put(database, 'ancient', now - oldestExpiryMs / 1000);
    await database.settled();
    expect(await names(database)).toEqual(['ancient', 'waiting']);
    await advance({ database, clock: runtime.clock }, 10);
    expect(await names(database)).toEqual(['ancient']);
  });

  it('live on when their time is moved, removed, or no number any more', async () => {
    const { database, runtime, now } = await openExpiring();
    const { clock } = runtime;
    for (const p of ['moved', 'removed', 'text', 'gone']) await put(database, p, now + 10);
    const update = (p: string, text: string, values?: Record<string, unknown>) =>
      database.update(scope, {
        table: 't',
        key: { p: { S: p } },
        update: text,
        names: { '#u': 'until' },
        ...(values === undefined ? {} : { values }),
        returnValues: 'NONE',
      });
    await update('moved', 'SET #u = :u', { ':u': { N: String(now + 100) } });
    await update('removed', 'REMOVE #u');
    await update('text', 'SET #u = :u', { ':u': { S: String(now + 10) } });
    await database.delete(scope, { table: 't', key: { p: { S: 'gone' } }, returnValues: 'NONE' });
    await advance({ database, clock }, 50);
    expect(await names(database)).toEqual(['moved', 'removed', 'text']);
    await advance({ database, clock }, 50);
    expect(await names(database)).toEqual(['removed', 'text']);
  });

  it('are found by the thousand, of several tables in the order of their times', async () => {
    const { database, runtime, store, now } = await openExpiring(4);
    await database.createTable(scope, tableOf('other'));
    await database.changeTimeToLive(scope, 'other', on);
    const all = Array.from({ length: 1000 }, (_, n) => n);
    await Promise.all(all.map((n) => put(database, `k${n}`, now + 1 + (n % 7))));
    await put(database, 'stays', now + 1000);
    await put(database, 'first', now + 2, 'other');
    await advance({ database, clock: runtime.clock }, 100);
    expect(await names(database)).toEqual(['stays']);
    expect(await names(database, 'other')).toEqual([]);
    const lanes = await Promise.all([0, 1, 2, 3].map((n) => expiries(store, `t1/${n}`)));
    expect(lanes.flat()).toHaveLength(1000);
    for (const lane of lanes) {
      const due = lane.map(({ p }) => Number(p.slice(1)) % 7);
      expect(due).toEqual(due.toSorted((a, b) => a - b));
    }
  });
});

describe('time to live', () => {
  it('counts for the items that a table has when it is enabled, until it is disabled', async () => {
    const { database, runtime } = await openTestDatabase();
    const { clock } = runtime;
    const now = clock.now() / 1000;
    await database.createTable(scope, tableOf('t'));
    const many = Array.from({ length: 200 }, (_, n) => put(database, `k${n}`, now - 1));
    await Promise.all([...many, put(database, 'soon', now + 10), put(database, 'late', now + 100)]);
    await database.settled();
    expect(await names(database)).toHaveLength(202);
    await database.changeTimeToLive(scope, 't', on);
    await database.settled();
    expect(await names(database)).toEqual(['late', 'soon']);
    await advance({ database, clock }, 10);
    expect(await names(database)).toEqual(['late']);
    await database.changeTimeToLive(scope, 't', off);
    await advance({ database, clock }, 100);
    expect(await names(database)).toEqual(['late']);
    await database.changeTimeToLive(scope, 't', { enabled: true, attribute: 'p' });
    await database.settled();
    expect(await names(database)).toEqual(['late']);
  });

  it('ends with its table, also for a table of the same name', async () => {
    const { database, runtime, now } = await openExpiring();
    const { clock } = runtime;
    await put(database, 'a', now + 10);
    await database.deleteTable(scope, 't');
    await database.createTable(scope, { ...tableOf('t'), attributes: [{ name: 'p', type: 'S' }] });
    await put(database, 'a', now + 10);
    await advance({ database, clock }, 20);
    expect(await names(database)).toEqual(['a']);
  });

  it('goes on after a restart with what became due meanwhile, and with a back-fill', async () => {
    const store = await openSqliteStore({ location: 'memory', durability: 'os' });
    const runtime = manualRuntime();
    const failures: unknown[] = [];
    const open = () =>
      openDatabase({
        store,
        runtime,
        options: { partitions: 1, transitionMs: 0, logEverything: true },
        onFailure: (error) => failures.push(error),
      });
    const now = runtime.clock.now() / 1000;
    const before = open();
    await before.createTable(scope, tableOf('t'));
    await put(before, 'due', now + 10);
    await put(before, 'waiting', now + 1000);
    await before.changeTimeToLive(scope, 't', on);
    await before[Symbol.asyncDispose]();
    await runtime.clock.advance(500_000);
    const after = open();
    await after.settled();
    expect(await names(after)).toEqual(['waiting']);
    await advance({ database: after, clock: runtime.clock }, 500);
    expect(await names(after)).toEqual([]);
    expect(await checkInvariants(store, { hasWholeLog: true })).toEqual([]);
    await after[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    expect(failures).toEqual([]);
  });

  it('deletes exactly what is due, whatever is written, and whatever becomes of it, meanwhile', async () => {
    const write = fc.record({
      p: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      until: fc.option(fc.integer({ min: -5, max: 30 }), { nil: undefined }),
    });
    const step = fc.oneof(
      { weight: 6, arbitrary: write },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 }) },
      { weight: 1, arbitrary: fc.constantFrom('on', 'off') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { database, runtime } = await openTestDatabase({ partitions: 2 });
        const { clock } = runtime;
        await database.createTable(scope, tableOf('t'));
        const expected = new Map<string, number>();
        let enabled = false;
        const expire = (): void => {
          const now = clock.now() / 1000;
          for (const [p, until] of expected) if (enabled && until <= now) expected.delete(p);
        };
        for (const one of steps) {
          if (typeof one === 'number') await clock.advance(one * 1000);
          else if (one === 'on' || one === 'off') {
            if (enabled === (one === 'on')) continue;
            // What is due and not yet deleted when it is switched off may stay.
            await database.settled();
            enabled = one === 'on';
            await database.changeTimeToLive(scope, 't', enabled ? on : off);
          } else {
            const until = one.until === undefined ? undefined : clock.now() / 1000 + one.until;
            await put(database, one.p, until);
            expected.set(one.p, until ?? Infinity);
          }
          expire();
        }
        await database.settled();
        expect(await names(database)).toEqual([...expected.keys()].toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
