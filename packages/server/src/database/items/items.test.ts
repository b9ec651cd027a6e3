import { describe, expect, it } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import type { UpdateRequest, WriteResult } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

async function openTable() {
  const { database, store } = await openTestDatabase();
  await database.createTable(scope, tableOf('t', { sort: 'N' }));
  const key = { p: { S: 'a' }, s: { N: '1' } };
  return {
    database,
    store,
    key,
    put: (item: object, more: object = {}) =>
      database.put(scope, {
        table: 't',
        item: { ...key, ...item },
        returnValues: 'ALL_OLD',
        ...more,
      }),
    update: (update: string, values: object, more: Partial<UpdateRequest> = {}) =>
      database.update(scope, {
        table: 't',
        key,
        update,
        returnValues: 'ALL_NEW',
        ...(Object.keys(values).length === 0 ? {} : { values: values as Record<string, unknown> }),
        ...more,
      }),
    async get() {
      const { item } = await database.get(scope, { table: 't', key, consistent: true });
      return item === undefined ? undefined : parseItem(item);
    },
    async logged() {
      return (await store.readLog('t1/0', 0, { count: 1000, bytes: 1e9 })).entries.length;
    },
  };
}

function attributes(result: WriteResult): unknown {
  return result.attributes === undefined ? undefined : parseItem(result.attributes);
}

describe('items', () => {
  it('are put, read, replaced and deleted', async () => {
    const { put, get, database, key } = await openTable();
    expect(attributes(await put({ v: { N: '1.0' } }))).toBeUndefined();
    expect(await get()).toEqual({ ...key, v: { N: '1' } });
    expect(attributes(await put({ w: { S: '' } }))).toEqual({ ...key, v: { N: '1' } });
    const request = { table: 't', key, returnValues: 'ALL_OLD' } as const;
    expect(attributes(await database.delete(scope, request))).toEqual({ ...key, w: { S: '' } });
    expect(attributes(await database.delete(scope, request))).toBeUndefined();
    expect(await get()).toBeUndefined();
  });

  it('keep names that JavaScript objects have of their own', async () => {
    const { put, get, key } = await openTable();
    const item = JSON.parse('{"__proto__":{"S":"x"},"constructor":{"N":"1"}}') as object;
    await put(item);
    const stored = new Map(Object.entries((await get()) ?? {}));
    expect(stored).toEqual(new Map([...Object.entries(item), ...Object.entries(key)]));
  });

  it('log nothing for a write that changes nothing, by value', async () => {
    const { put, update, database, key, logged } = await openTable();
    await put({
      ss: { SS: ['a', 'b'] },
      m: { M: { x: { N: '1' }, y: { N: '2' } } },
      n: { N: '10' },
    });
    expect(await logged()).toBe(1);
    await put({
      n: { N: '1e1' },
      m: { M: { y: { N: '2.0' }, x: { N: '1' } } },
      ss: { SS: ['b', 'a'] },
    });
    await update('SET n = n', {});
    await update('ADD n :zero', { ':zero': { N: '0' } });
    await update('REMOVE absent', {});
    const other = { p: { S: 'other' }, s: { N: '1' } };
    await database.delete(scope, { table: 't', key: other, returnValues: 'NONE' });
    await update('REMOVE a', {}, { key: other });
    expect(await logged()).toBe(1);
    await update('SET n = n + :one', { ':one': { N: '1' } }, { key });
    expect(await logged()).toBe(2);
  });

  it('are updated from what they were before', async () => {
    const { put, update } = await openTable();
    await put({ a: { N: '1' }, b: { N: '2' } });
    const result = await update('SET a = b, b = a REMOVE c', {}, { returnValues: 'UPDATED_NEW' });
    expect(attributes(result)).toEqual({ a: { N: '2' }, b: { N: '1' } });
    const old = await update('SET z = :z', { ':z': { S: 'z' } }, { returnValues: 'UPDATED_OLD' });
    expect(attributes(old)).toBeUndefined();
  });

  it('are refused by a condition, which shows the item when asked to', async () => {
    const { put, key } = await openTable();
    await put({ v: { N: '1' } });
    const condition = { condition: 'attribute_not_exists(p)' };
    await expect(put({}, condition)).rejects.toMatchObject({
      refusal: { kind: 'condition-failed' },
    });
    const error = await put({}, { ...condition, returnOldOnFailure: true }).catch(
      (e: unknown) => e,
    );
    const { item } = (error as { refusal: { item: Uint8Array } }).refusal;
    expect(parseItem(item)).toEqual({ ...key, v: { N: '1' } });
  });

  it.each([
    ['SET p = :v', 'Cannot update attribute p. This attribute is part of the key'],
    ['SET a = p.x', "list random access '[]' and map lookup '.' are not allowed: Key: p"],
    ['SET a = b', 'refers to an attribute that does not exist in the item'],
    ['SET a.b = :v', 'invalid for update'],
  ])('refuse %s', async (text, message) => {
    const { update, logged } = await openTable();
    const values = text.includes(':v') ? { ':v': { S: 'v' } } : {};
    const error: unknown = await update(text, values).catch((e: unknown) => e);
    const { refusal } = error as { refusal?: { message: string } };
    expect(refusal?.message ?? (error as Error).message).toContain(message);
    expect(await logged()).toBe(0);
  });

  it('are limited to 400 KB', async () => {
    const { put, update } = await openTable();
    // p + "a" + s + 1 (2 bytes) + v + text
    const most = 409_600 - (2 + 3 + 1);
    await put({ v: { S: 'x'.repeat(most) } });
    await expect(put({ v: { S: 'x'.repeat(most + 1) } })).rejects.toThrow(
      'Item size has exceeded the maximum allowed size',
    );
    const error: unknown = await update('SET w = :w', { ':w': { S: 'w' } }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({
      refusal: { message: 'Item size to update has exceeded the maximum allowed size' },
    });
  });
});

describe('batches', () => {
  it('write and read many items, and refuse duplicates', async () => {
    const { database } = await openTestDatabase({ partitions: 4 });
    await database.createTable(scope, tableOf('t'));
    const keys = Array.from({ length: 25 }, (_, index) => ({ p: { S: `k${index}` } }));
    const writes = keys.map((item) => ({ kind: 'put', item }) as const);
    const written = await database.batchWrite(scope, { tables: [{ table: 't', writes }] });
    expect(written.capacity).toEqual([{ table: 't', tableUnits: 25, indexes: [] }]);
    const read = await database.batchGet(scope, {
      tables: [{ table: 't', keys: [...keys, { p: { S: 'none' } }], consistent: false }],
    });
    expect(read.tables[0]?.items.map((item) => parseItem(item))).toEqual(keys);
    expect(read.unprocessed).toEqual([]);
    expect(read.capacity).toEqual([{ table: 't', tableUnits: 13, indexes: [] }]);
    const twice = [writes[0], { kind: 'delete', key: { p: { S: 'k0' } } } as const];
    await expect(
      database.batchWrite(scope, { tables: [{ table: 't', writes: twice as typeof writes }] }),
    ).rejects.toThrow('Provided list of item keys contains duplicates');
  });

  it('leave keys unprocessed beyond 16 MB', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t'));
    const keys = Array.from({ length: 50 }, (_, index) => ({ p: { S: `k${index}` } }));
    for (const key of keys) {
      const item = { ...key, v: { S: 'x'.repeat(400_000) } };
      await database.put(scope, { table: 't', item, returnValues: 'NONE' });
    }
    const read = await database.batchGet(scope, {
      tables: [{ table: 't', keys, consistent: true }],
    });
    expect(read.tables[0]?.items.length).toBe(41);
    expect(read.unprocessed[0]?.keyIndexes).toEqual([41, 42, 43, 44, 45, 46, 47, 48, 49]);
  });
});
