import { describe, expect, it } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { parseItem } from '../../model/item-bytes.ts';
import { requestTokensBefore } from '../../model/storage-keys.ts';
import type { Store } from '../../store/store.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import { temporaryDirectory } from '../../store/sqlite/testing/temporary-directory.ts';
import type { Database, TransactAction, TransactWriteRequest } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';
import { outcomeOf } from './testing/outcome-of.ts';

const minuteMs = 60_000;
const key = { p: { S: 'a' } };

function addOne(token: string, more: Partial<TransactAction> = {}): TransactWriteRequest {
  const action: TransactAction = {
    kind: 'update',
    table: 't',
    key,
    update: 'ADD n :one',
    values: { ':one': { N: '1' } },
  };
  return { actions: [{ ...action, ...more } as TransactAction], token };
}

async function countOf(database: Database): Promise<string | undefined> {
  const { item } = await database.get(scope, { table: 't', key, consistent: true });
  const n = item === undefined ? undefined : parseItem(item)['n'];
  return n !== undefined && 'N' in n ? n.N : undefined;
}

async function tokensIn(store: Store): Promise<number> {
  const limit = { count: 1000, bytes: 1e9 };
  const range = requestTokensBefore(0xffff_ffff);
  return (await store.range({ ...range, direction: 'forward', limit })).entries.length;
}

async function openTable() {
  const opened = await openTestDatabase();
  await opened.database.createTable(scope, tableOf('t'));
  return opened;
}

describe('a request token', () => {
  it('makes a repeated transaction have no effect for ten minutes', async () => {
    const { database, runtime } = await openTable();
    const first = await database.transactWrite(scope, addOne('one'));
    expect(first.repeated).toBe(false);
    await runtime.clock.advance(10 * minuteMs - 1);
    expect(await database.transactWrite(scope, addOne('one'))).toEqual({
      repeated: true,
      capacity: [{ table: 't', tableUnits: 2, indexes: [] }],
    });
    expect(await countOf(database)).toBe('1');
    await runtime.clock.advance(1);
    expect((await database.transactWrite(scope, addOne('one'))).repeated).toBe(false);
    expect(await countOf(database)).toBe('2');
    expect((await database.transactWrite(scope, addOne('one'))).repeated).toBe(true);
  });

  it('lets one of many simultaneous transactions have its effect', async () => {
    const { database } = await openTable();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => database.transactWrite(scope, addOne('one'))),
    );
    expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await countOf(database)).toBe('1');
  });

  it.each<[string, Partial<TransactAction>]>([
    ['another key', { key: { p: { S: 'b' } } }],
    ['another value', { values: { ':one': { N: '2' } } }],
    ['another expression', { update: 'ADD m :one' }],
    ['a condition', { condition: 'attribute_exists(p)' }],
    ['a condition with a name', { condition: '#p = :one', names: { '#p': 'q' } }],
    ['another answer to a failure', { returnOldOnFailure: true }],
  ])('is refused with %s', async (_, more) => {
    const { database } = await openTable();
    await database.transactWrite(scope, addOne('one'));
    const outcome = await outcomeOf(database.transactWrite(scope, addOne('one', more)));
    expect(outcome).toBe('token-reused');
    expect(await countOf(database)).toBe('1');
  });

  it('knows parameters again in another order', async () => {
    const { database } = await openTable();
    const names = { '#a': 'a', '#b': 'b' };
    const values = { ':one': { M: { x: { N: '1' }, y: { SS: ['a', 'b'] } } }, ':two': { S: '' } };
    const update = 'SET #a = :one, #b = :two';
    const request = addOne('one', { update, names, values });
    await database.transactWrite(scope, request);
    const again = addOne('one', {
      update,
      names: { '#b': 'b', '#a': 'a' },
      values: { ':two': { S: '' }, ':one': { M: { y: { SS: ['b', 'a'] }, x: { N: '1.0' } } } },
    });
    expect((await database.transactWrite(scope, again)).repeated).toBe(true);
  });

  it('of a cancelled transaction stays unused', async () => {
    const { database } = await openTable();
    const failing = addOne('one', { condition: 'attribute_exists(p)' });
    expect(await outcomeOf(database.transactWrite(scope, failing))).toEqual(['condition-failed']);
    await database.transactWrite(scope, addOne('two'));
    expect((await database.transactWrite(scope, failing)).repeated).toBe(false);
    expect(await countOf(database)).toBe('2');
  });

  it('belongs to an account and a region', async () => {
    const { database } = await openTable();
    const elsewhere = { ...scope, region: 'eu-west-1' };
    await database.createTable(elsewhere, tableOf('t'));
    await database.transactWrite(scope, addOne('one'));
    expect((await database.transactWrite(elsewhere, addOne('one'))).repeated).toBe(false);
  });

  it('charges a repeated transaction for reading the larger image of each item', async () => {
    const { database } = await openTable();
    const large = { ...key, v: { S: 'x'.repeat(9000) } };
    await database.put(scope, { table: 't', item: large, returnValues: 'NONE' });
    const actions: TransactAction[] = [
      { kind: 'put', table: 't', item: key },
      { kind: 'put', table: 't', item: { p: { S: 'b' } } },
    ];
    const request = { actions, token: 'one' };
    const first = await database.transactWrite(scope, request);
    const second = await database.transactWrite(scope, request);
    expect(first.capacity).toEqual([{ table: 't', tableUnits: 18 + 2, indexes: [] }]);
    expect(second.capacity).toEqual([{ table: 't', tableUnits: 6 + 2, indexes: [] }]);
  });

  it('is removed once it is no longer valid', async () => {
    const { database, store, runtime } = await openTable();
    for (let token = 0; token < 300; token += 1) {
      await database.transactWrite(scope, addOne(`early ${token}`));
    }
    await runtime.clock.advance(8 * minuteMs);
    await database.transactWrite(scope, addOne('late'));
    await runtime.clock.advance(9 * minuteMs);
    await database.settled();
    expect((await database.transactWrite(scope, addOne('late'))).repeated).toBe(true);
    await runtime.clock.advance(40 * minuteMs);
    await database.settled();
    expect(await tokensIn(store)).toBe(0);
  });

  it('is known, and removed in time, after a restart', async () => {
    await using directory = await temporaryDirectory();
    const runtime = manualRuntime();
    const failures: unknown[] = [];
    const session = async (work: (database: Database, store: Store) => Promise<void>) => {
      const location = { dataDir: directory.path };
      await using store = await openSqliteStore({ location, durability: 'os' });
      await using database = openDatabase({
        store,
        runtime,
        options: { partitions: 1, transitionMs: 0, logEverything: false },
        onFailure: (error) => failures.push(error),
      });
      await database.settled();
      await work(database, store);
    };
    await session(async (database) => {
      await database.createTable(scope, tableOf('t'));
      await database.transactWrite(scope, addOne('one'));
    });
    await session(async (database) => {
      expect((await database.transactWrite(scope, addOne('one'))).repeated).toBe(true);
      expect(await countOf(database)).toBe('1');
    });
    await runtime.clock.advance(30 * minuteMs);
    await session(async (_, store) => expect(await tokensIn(store)).toBe(0));
    expect(failures).toEqual([]);
  });
});
