// Expected, AttributeUpdates and AttributesToGet: what they do, and in which order their mistakes are found.

import { describe, expect, it } from 'vitest';
import type { Item } from '../../model/attribute-value.ts';
import { parseItem } from '../../model/item-bytes.ts';
import type { PutRequest, UpdateRequest } from '../database.ts';
import { openIndexedTable } from '../testing/open-indexed-table.ts';
import { scope } from '../testing/open-test-database.ts';

const key: Item = { p: { S: 'a' }, s: { N: '1' } };
const n = (value: number) => ({ N: String(value) });
const INVALID = 'One or more parameter values were invalid: ';

async function openTable() {
  const database = await openIndexedTable();
  return {
    database,
    put: (more: Item, request: Partial<PutRequest> = {}) =>
      database.put(scope, {
        table: 't',
        item: { ...key, ...more },
        returnValues: 'NONE',
        ...request,
      }),
    async update(
      attributeUpdates: NonNullable<UpdateRequest['attributeUpdates']>,
      request: Partial<UpdateRequest> = {},
    ) {
      const { attributes: returned } = await database.update(scope, {
        table: 't',
        key,
        attributeUpdates,
        returnValues: 'ALL_NEW',
        ...request,
      });
      return returned === undefined ? undefined : parseItem(returned);
    },
    async get(attributes?: readonly string[]) {
      const request = { table: 't', key, consistent: true };
      const { item } = await database.get(
        scope,
        attributes === undefined ? request : { ...request, attributes },
      );
      return item === undefined ? undefined : parseItem(item);
    },
  };
}

describe('Expected', () => {
  it('guards puts, updates and deletes', async () => {
    const { database, put, update, get } = await openTable();
    const missing = { attributes: [{ attribute: 'v', exists: false }], match: 'all' } as const;
    const one = { attributes: [{ attribute: 'v', value: n(1) }], match: 'all' } as const;
    await put({ v: n(1) }, { expected: missing });
    await expect(put({ v: n(2) }, { expected: missing })).rejects.toMatchObject({
      refusal: { kind: 'condition-failed' },
    });
    await update([{ attribute: 'v', value: n(2) }], { expected: one });
    await expect(
      update([{ attribute: 'v', value: n(3) }], { expected: one, returnOldOnFailure: true }),
    ).rejects.toMatchObject({ refusal: { kind: 'condition-failed', item: expect.anything() } });
    const deletion = { table: 't', key, returnValues: 'NONE' } as const;
    await expect(database.delete(scope, { ...deletion, expected: one })).rejects.toMatchObject({
      refusal: { kind: 'condition-failed' },
    });
    expect(await get()).toEqual({ ...key, v: n(2) });
    const either = {
      attributes: [...one.attributes, { attribute: 'v', operator: 'GE', values: [n(2)] }],
      match: 'any',
    } as const;
    await database.delete(scope, { ...deletion, expected: either });
    expect(await get()).toBeUndefined();
  });

  it('of nothing guards nothing', async () => {
    const { put, get } = await openTable();
    await put({ v: n(1) }, { expected: { attributes: [], match: 'all' } });
    expect(await get()).toEqual({ ...key, v: n(1) });
  });

  it('is checked before the table is looked up, and after placeholders that nothing uses', async () => {
    const { put } = await openTable();
    const expected = { attributes: [{ attribute: 'v' }], match: 'all' } as const;
    await expect(put({}, { expected, table: 'none' })).rejects.toThrow(
      `${INVALID}Value must be provided when Exists is null for Attribute: v`,
    );
    await expect(put({}, { expected, names: {} })).rejects.toThrow(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  });
});

describe('AttributeUpdates', () => {
  it('set, add, append, subtract and remove', async () => {
    const { put, update } = await openTable();
    await put({ v: n(1), l: { L: [n(1)] }, ss: { SS: ['a', 'b'] }, gone: n(1) });
    expect(
      await update([
        { attribute: 'v', action: 'ADD', value: n(2) },
        { attribute: 'l', action: 'ADD', value: { L: [n(2)] } },
        { attribute: 'ss', action: 'DELETE', value: { SS: ['a'] } },
        { attribute: 'gone', action: 'DELETE' },
        { attribute: 'x.y', value: { S: 'new' } },
      ]),
    ).toEqual({
      ...key,
      v: n(3),
      l: { L: [n(1), n(2)] },
      ss: { SS: ['b'] },
      'x.y': { S: 'new' },
    });
  });

  it('return what they touched', async () => {
    const { put, update } = await openTable();
    await put({ v: n(1), w: n(1) });
    const add = [{ attribute: 'v', action: 'ADD', value: n(2) }] as const;
    expect(await update(add, { returnValues: 'UPDATED_OLD' })).toEqual({ v: n(1) });
    expect(await update(add, { returnValues: 'UPDATED_NEW' })).toEqual({ v: n(5) });
    expect(await update([], { returnValues: 'UPDATED_NEW' })).toBeUndefined();
  });

  it('make an item unless they only delete', async () => {
    const { update, get } = await openTable();
    await update([{ attribute: 'v', action: 'DELETE' }]);
    expect(await get()).toBeUndefined();
    await update([]);
    expect(await get()).toEqual(key);
  });

  it.each<[NonNullable<UpdateRequest['attributeUpdates']>, string]>([
    [
      [{ attribute: 's', value: n(2) }],
      `${INVALID}Cannot update attribute s. This attribute is part of the key`,
    ],
    [
      [{ attribute: 'p', action: 'DELETE' }],
      `${INVALID}Cannot update attribute p. This attribute is part of the key`,
    ],
    [
      [{ attribute: 'colour', value: n(1) }],
      `${INVALID}Type mismatch for Index Key colour Expected: S Actual: N IndexName: byColour`,
    ],
  ])('refuse %j', async (updates, text) => {
    const { put, update, get } = await openTable();
    await put({ v: n(1) });
    await expect(update(updates)).rejects.toThrow(text);
    expect(await get()).toEqual({ ...key, v: n(1) });
  });

  it('refuse what does not go together with what is there', async () => {
    const { put, update, get } = await openTable();
    await put({ v: n(1) });
    await expect(
      update([{ attribute: 'v', action: 'ADD', value: { SS: ['a'] } }]),
    ).rejects.toMatchObject({
      refusal: { kind: 'invalid', message: 'Type mismatch for attribute to update' },
    });
    expect(await get()).toEqual({ ...key, v: n(1) });
  });

  it('keep indexes in step', async () => {
    const { database, update } = await openTable();
    await update([
      { attribute: 'colour', value: { S: 'red' } },
      { attribute: 'size', action: 'ADD', value: n(7) },
    ]);
    const asked = { table: 't', index: 'byColour', consistent: false };
    const { items } = await database.scan(scope, asked);
    expect(items.map((item) => parseItem(item))).toEqual([
      { ...key, colour: { S: 'red' }, size: n(7) },
    ]);
    await update([{ attribute: 'colour', action: 'DELETE' }]);
    expect((await database.scan(scope, asked)).count).toBe(0);
  });
});

describe('AttributesToGet', () => {
  it('selects attributes of one item and of several', async () => {
    const { database, put, get } = await openTable();
    await put({ v: n(1), 'a.b': n(2), m: { M: { x: n(3) } } });
    expect(await get(['v', 'a.b', 'm.x'])).toEqual({ v: n(1), 'a.b': n(2) });
    expect(await get(['none'])).toEqual({});
    await expect(get(['v', 'v'])).rejects.toThrow(`${INVALID}Duplicate value in attribute name: v`);
    const { tables } = await database.batchGet(scope, {
      tables: [{ table: 't', keys: [key], consistent: false, attributes: ['s'] }],
    });
    expect(tables.map(({ items }) => items.map((item) => parseItem(item)))).toEqual([
      [{ s: n(1) }],
    ]);
  });
});
