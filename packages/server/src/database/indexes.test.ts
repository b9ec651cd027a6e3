import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from '../base/bytes.ts';
import { parseItem } from '../model/item-bytes.ts';
import type { Item } from '../model/attribute-value.ts';
import { itemsRange } from '../model/storage-keys.ts';
import { checkInvariants } from './check-invariants.ts';
import type { Database, NewIndex, PageResult } from './database.ts';
import { openTestDatabase, scope } from './testing/open-test-database.ts';
import { tableOf } from './testing/table-of.ts';

const byColour: NewIndex = {
  name: 'byColour',
  kind: 'global',
  keySchema: [
    { name: 'colour', role: 'HASH' },
    { name: 'size', role: 'RANGE' },
  ],
  projection: { type: 'KEYS_ONLY' },
};
const colour = { name: 'colour', type: 'S' } as const;
const size = { name: 'size', type: 'N' } as const;

function indexedTable(...indexes: NewIndex[]) {
  const table = tableOf('t', { sort: 'N' });
  const names = new Set(indexes.flatMap(({ keySchema }) => keySchema.map(({ name }) => name)));
  const more = [colour, size].filter(({ name }) => names.has(name));
  return { ...table, attributes: [...table.attributes, ...more], indexes };
}

async function put(database: Database, ...items: Item[]): Promise<void> {
  await Promise.all(
    items.map((item) => database.put(scope, { table: 't', item, returnValues: 'NONE' })),
  );
}

function ask(database: Database, more: object): Promise<PageResult> {
  return database.query(scope, {
    table: 't',
    index: 'byColour',
    keyCondition: 'colour = :c',
    values: { ':c': { S: 'red' } },
    consistent: false,
    forward: true,
    ...more,
  });
}

function item(p: string, s: number, more: Item = {}): Item {
  return { p: { S: p }, s: { N: String(s) }, ...more };
}

function red(of: number): Item {
  return { colour: { S: 'red' }, size: { N: String(of) } };
}

describe('a global index', () => {
  it('holds the items that have its key, in its order, with what it projects', async () => {
    const { database } = await openTestDatabase({ partitions: 2 });
    await database.createTable(scope, indexedTable(byColour));
    await put(
      database,
      item('a', 1, { ...red(30), extra: { S: 'x' } }),
      item('b', 1, red(4)),
      item('c', 1, { colour: { S: 'red' } }),
      item('d', 1, { colour: { S: 'blue' }, size: { N: '1' } }),
    );
    const page = await ask(database, {});
    expect(page.items.map((one) => parseItem(one))).toEqual([
      { ...item('b', 1), ...red(4) },
      { ...item('a', 1), ...red(30) },
    ]);
    expect(page.capacity).toEqual({
      table: 't',
      tableUnits: 0,
      indexes: [{ index: 'byColour', kind: 'global', units: 0.5 }],
    });
    expect((await database.describeTable(scope, 't')).indexes).toMatchObject([
      { itemCount: 3, sizeBytes: expect.any(Number) as number },
    ]);
  });

  it('pages over equal keys without losing or repeating any', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, indexedTable(byColour));
    const names = Array.from({ length: 11 }, (_, n) => `k${n}`);
    await put(database, ...names.map((name) => item(name, 1, red(5))));
    const found: string[] = [];
    let startKey: unknown;
    do {
      const page = await ask(database, {
        limit: 2,
        ...(startKey === undefined ? {} : { startKey }),
      });
      found.push(...page.items.map((one) => (parseItem(one)['p'] as { S: string }).S));
      startKey = page.lastKey === undefined ? undefined : parseItem(page.lastKey);
    } while (startKey !== undefined);
    expect(found.toSorted()).toEqual(names.toSorted());
  });

  it('follows each write, at the cost that AWS counts', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, indexedTable(byColour));
    const cost = async (change: string, values: object): Promise<unknown> => {
      const { capacity } = await database.update(scope, {
        table: 't',
        key: item('a', 1),
        update: change,
        ...(Object.keys(values).length === 0 ? {} : { values: values as Record<string, unknown> }),
        returnValues: 'NONE',
      });
      return capacity.indexes.map(({ units }) => units);
    };
    expect(await cost('SET colour = :c', { ':c': { S: 'red' } })).toEqual([]);
    const sized = await database.update(scope, {
      table: 't',
      key: item('a', 1),
      update: 'SET #s = :n',
      names: { '#s': 'size' },
      values: { ':n': { N: '1' } },
      returnValues: 'NONE',
    });
    expect(sized.capacity.indexes).toEqual([{ index: 'byColour', kind: 'global', units: 1 }]);
    expect(await cost('SET colour = :c', { ':c': { S: 'blue' } })).toEqual([2]);
    expect(await cost('SET extra = :c', { ':c': { S: 'x' } })).toEqual([]);
    expect(await cost('REMOVE colour', {})).toEqual([1]);
  });

  it.each([
    [
      { colour: { N: '1' } },
      'Type mismatch for Index Key colour Expected: S Actual: N IndexName: byColour',
    ],
    [{ colour: { S: '' } }, 'IndexName: byColour, IndexKey: colour'],
  ])('refuses %j in an item', async (more, message) => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, indexedTable(byColour));
    await expect(put(database, item('a', 1, more as unknown as Item))).rejects.toThrow(message);
  });

  it('refuses what it does not hold, and strong reads', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, indexedTable(byColour));
    await expect(ask(database, { consistent: true })).rejects.toThrow('Consistent reads are not');
    await expect(ask(database, { select: 'ALL_ATTRIBUTES' })).rejects.toThrow('is not ALL');
    await expect(ask(database, { projection: 'extra' })).rejects.toThrow(
      'does not project [extra]',
    );
    await expect(ask(database, { index: 'none' })).rejects.toMatchObject({
      refusal: { kind: 'index-not-found' },
    });
  });

  it('may have several attributes in its key', async () => {
    const { database } = await openTestDatabase();
    const keySchema = [
      { name: 'colour', role: 'HASH' },
      { name: 'p', role: 'HASH' },
      { name: 'size', role: 'RANGE' },
      { name: 's', role: 'RANGE' },
    ] as const;
    await database.createTable(scope, indexedTable({ ...byColour, keySchema }));
    await put(
      database,
      item('a', 1, red(2)),
      item('a', 2, red(2)),
      item('a', 3, red(1)),
      item('b', 1, red(2)),
    );
    const request = {
      keyCondition: 'colour = :c AND p = :p AND #s = :n AND s > :one',
      names: { '#s': 'size' },
      values: { ':c': { S: 'red' }, ':p': { S: 'a' }, ':n': { N: '2' }, ':one': { N: '1' } },
    };
    const page = await ask(database, request);
    expect(page.items.map((one) => parseItem(one)['s'])).toEqual([{ N: '2' }]);
    await expect(
      ask(database, {
        keyCondition: 'colour = :c AND p = :p AND s > :one',
        values: { ':c': { S: 'red' }, ':p': { S: 'a' }, ':one': { N: '1' } },
      }),
    ).rejects.toThrow(
      'RANGE key attributes size must have equality conditions specified in the query because a condition is present on key attribute s',
    );
  });
});

describe('a local index', () => {
  const local: NewIndex = {
    name: 'byColour',
    kind: 'local',
    keySchema: [
      { name: 'p', role: 'HASH' },
      { name: 'colour', role: 'RANGE' },
    ],
    projection: { type: 'INCLUDE', attributes: ['held'] },
  };

  it('fetches from the table what it does not hold', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, indexedTable(local));
    const whole = item('a', 1, { colour: { S: 'red' }, held: { N: '1' }, extra: { N: '2' } });
    await put(database, whole);
    const request = { keyCondition: 'p = :p', values: { ':p': { S: 'a' } }, consistent: true };
    const held = await ask(database, request);
    const { extra: _, ...projected } = whole;
    expect(held.items.map((one) => parseItem(one))).toEqual([projected]);
    expect(held.capacity.tableUnits).toBe(0);
    const all = await ask(database, { ...request, select: 'ALL_ATTRIBUTES' });
    expect(all.items.map((one) => parseItem(one))).toEqual([whole]);
    expect(all.capacity).toMatchObject({ tableUnits: 1, indexes: [{ units: 1 }] });
    const some = await ask(database, { ...request, projection: 'extra' });
    expect(some.items.map((one) => parseItem(one))).toEqual([{ extra: { N: '2' } }]);
    const filtered = await ask(database, {
      ...request,
      filter: 'extra = :e',
      values: { ...request.values, ':e': { N: '2' } },
    });
    expect(filtered.items.map((one) => parseItem(one))).toEqual([projected]);
    expect(filtered.capacity.tableUnits).toBe(1);
  });

  it('shares the partition key of a table that has a sort key', async () => {
    const { database } = await openTestDatabase();
    const table = indexedTable(local);
    await expect(
      database.createTable(scope, {
        ...table,
        keySchema: [{ name: 'p', role: 'HASH' }],
        attributes: table.attributes.filter(({ name }) => name !== 's'),
      }),
    ).rejects.toThrow('Table KeySchema does not have a range key');
    const keySchema = [
      { name: 'colour', role: 'HASH' },
      { name: 'p', role: 'RANGE' },
    ] as const;
    await expect(
      database.createTable(scope, indexedTable({ ...local, keySchema })),
    ).rejects.toThrow('index hash key: colour, table hash key: p');
  });
});

describe('an index made later', () => {
  const create = {
    attributes: [colour, size],
    indexChanges: [{ kind: 'create', index: byColour }],
  } as const;

  const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;

  it('is filled although partitions are split meanwhile', async () => {
    const { database, store } = await openTestDatabase();
    await database.createTable(scope, tableOf('t', { sort: 'N', stream }));
    await put(database, ...Array.from({ length: 300 }, (_, n) => item(`k${n}`, n, red(n))));
    const { from } = itemsRange(1);
    const range = store.range.bind(store);
    let splits = 0;
    store.range = async (request) => {
      const page = await range(request);
      if (splits === 0 && compareBytes(request.from, from) === 0) {
        splits += 1;
        await database.splitShards(scope, { table: 't' });
      }
      return page;
    };
    await database.updateTable(scope, 't', create);
    await database.settled();
    expect(splits).toBe(1);
    expect((await ask(database, {})).count).toBe(300);
  });

  it('is filled with what was there, and can be read when it is', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t', { sort: 'N' }));
    const items = Array.from({ length: 300 }, (_, n) => item(`k${n}`, n, red(n)));
    await put(database, ...items, item('odd', 1, { colour: { N: '1' }, size: { N: '1' } }));
    const view = await database.updateTable(scope, 't', create);
    expect(view.definition.indexes[0]?.backfilling).toBe(true);
    await expect(ask(database, {})).rejects.toThrow('Cannot read from backfilling');
    await expect(database.deleteTable(scope, 't')).rejects.toMatchObject({
      refusal: { kind: 'table-indexes-filling' },
    });
    await database.settled();
    expect((await ask(database, {})).count).toBe(300);
    expect((await database.describeTable(scope, 't')).indexes[0]?.itemCount).toBe(300);
    await database.updateTable(scope, 't', {
      indexChanges: [{ kind: 'delete', name: 'byColour' }],
    });
    await database.settled();
    await expect(ask(database, {})).rejects.toMatchObject({ refusal: { kind: 'index-not-found' } });
  });

  it('is exact whatever is written, and whatever indexes come and go, meanwhile', async () => {
    const write = fc.record({
      kind: fc.constantFrom('put', 'put', 'put', 'delete', 'recolour'),
      p: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      colour: fc.constantFrom('red', 'blue', undefined),
      size: fc.integer({ min: 0, max: 3 }),
    });
    const step = fc.oneof(
      { weight: 8, arbitrary: write },
      { weight: 1, arbitrary: fc.constantFrom('create', 'drop', 'split', 'wait') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { database, store } = await openTestDatabase({ partitions: 2 });
        await database.createTable(scope, tableOf('t', { stream }));
        const pending: Promise<unknown>[] = [];
        for (const one of steps) {
          if (one === 'wait') await database.settled();
          else if (one === 'split') pending.push(database.splitShards(scope, { table: 't' }));
          else if (one === 'create')
            pending.push(database.updateTable(scope, 't', create).catch(() => 'is there already'));
          else if (one === 'drop') {
            const change = { indexChanges: [{ kind: 'delete', name: 'byColour' }] } as const;
            pending.push(database.updateTable(scope, 't', change).catch(() => 'is not there'));
          } else {
            const key = { p: { S: one.p } };
            const target = { table: 't', key, returnValues: 'NONE' } as const;
            const coloured = one.colour === undefined ? {} : { colour: { S: one.colour } };
            pending.push(
              one.kind === 'put'
                ? put(database, { ...key, ...coloured, size: { N: String(one.size) } })
                : one.kind === 'delete'
                  ? database.delete(scope, target)
                  : database.update(scope, {
                      ...target,
                      update: 'SET colour = :c',
                      values: { ':c': { S: one.colour ?? 'green' } },
                    }),
            );
          }
        }
        await Promise.all(pending);
        await database.settled();
        expect(await checkInvariants(store, { hasWholeLog: true })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
