import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../model/attribute-value.ts';
import { parseItem } from '../../model/item-bytes.ts';
import type { Database, PageResult, QueryRequest } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

async function fill(database: Database, items: readonly Item[]): Promise<void> {
  await Promise.all(
    items.map((item) => database.put(scope, { table: 't', item, returnValues: 'NONE' })),
  );
}

const base = { table: 't', consistent: true } as const;

/** Reads all pages; each goes on where the one before ended. */
async function allPages(read: (startKey: unknown) => Promise<PageResult>): Promise<PageResult[]> {
  const pages: PageResult[] = [];
  let startKey: unknown;
  do {
    const page = await read(startKey);
    pages.push(page);
    startKey = page.lastKey === undefined ? undefined : parseItem(page.lastKey);
  } while (startKey !== undefined);
  return pages;
}

function itemsOf(pages: readonly PageResult[]): Item[] {
  return pages.flatMap((page) => page.items.map((item) => parseItem(item)));
}

describe('a query', () => {
  const numbers = [-20, -3, 0, 1, 2, 10, 300];

  async function openNumbers(): Promise<Database> {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t', { sort: 'N' }));
    await fill(
      database,
      numbers.map((n) => ({ p: { S: 'a' }, s: { N: String(n) }, v: { BOOL: n > 0 } })),
    );
    await fill(database, [{ p: { S: 'other' }, s: { N: '1' } }]);
    return database;
  }

  it.each([
    ['p = :p', {}, numbers],
    ['p = :p AND s = :a', { ':a': { N: '2.0' } }, [2]],
    ['p = :p AND s < :a', { ':a': { N: '1' } }, [-20, -3, 0]],
    ['p = :p AND s <= :a', { ':a': { N: '1' } }, [-20, -3, 0, 1]],
    ['p = :p AND s > :a', { ':a': { N: '1' } }, [2, 10, 300]],
    ['p = :p AND :a <= s', { ':a': { N: '1' } }, [1, 2, 10, 300]],
    ['s BETWEEN :a AND :b AND p = :p', { ':a': { N: '-3' }, ':b': { N: '9' } }, [-3, 0, 1, 2]],
  ])('%s selects in order, forward and backward', async (keyCondition, values, wanted) => {
    const database = await openNumbers();
    const request = { ...base, keyCondition, values: { ':p': { S: 'a' }, ...values } };
    const sorts = async (forward: boolean): Promise<string[]> => {
      const page = await database.query(scope, { ...request, forward });
      return page.items.map((item) => (parseItem(item)['s'] as { N: string }).N);
    };
    expect(await sorts(true)).toEqual(wanted.map(String));
    expect(await sorts(false)).toEqual(wanted.map(String).toReversed());
  });

  it('counts what it evaluates before the filter, and ends a page at the limit', async () => {
    const database = await openNumbers();
    const request: QueryRequest = {
      ...base,
      keyCondition: 'p = :p',
      filter: 'v = :v',
      values: { ':p': { S: 'a' }, ':v': { BOOL: true } },
      forward: true,
      limit: 5,
    };
    const page = await database.query(scope, request);
    expect(page).toMatchObject({ count: 2, scannedCount: 5 });
    expect(parseItem(page.lastKey as Uint8Array)).toEqual({ p: { S: 'a' }, s: { N: '2' } });
    const counted = await database.query(scope, { ...request, select: 'COUNT' });
    expect(counted).toMatchObject({ items: [], count: 2, scannedCount: 5 });
    const exact = await database.query(scope, { ...request, limit: numbers.length });
    expect(exact.lastKey).toBeDefined();
  });

  it('ends a page behind the item that reaches 1 MB', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t', { sort: 'N' }));
    const big = { S: 'x'.repeat(300_000) };
    await fill(
      database,
      [1, 2, 3, 4, 5, 6].map((n) => ({ p: { S: 'a' }, s: { N: String(n) }, big })),
    );
    const pages = await allPages((startKey) =>
      database.query(scope, {
        ...base,
        keyCondition: 'p = :p',
        values: { ':p': { S: 'a' } },
        forward: true,
        ...(startKey === undefined ? {} : { startKey }),
      }),
    );
    expect(pages.map(({ count }) => count)).toEqual([4, 2]);
    expect(pages[0]?.capacity.tableUnits).toBe(293);
  });

  it.each([
    [
      { p: { S: 'other' }, s: { N: '1' } },
      /^The query can return at most one row and cannot be restarted$/,
    ],
    [
      { p: { S: 'other' }, s: { N: '-300' } },
      /^The provided starting key does not match the range key predicate$/,
    ],
    [
      { p: { S: 'a' }, s: { N: '-4' } },
      /^The provided starting key does not match the range key predicate$/,
    ],
    [{ p: { S: 'a' } }, /^The provided starting key is invalid$/],
    [{ p: { S: 'a' }, x: { N: '1' } }, /^The provided starting key is invalid$/],
    [{ p: { S: 'a' }, s: { S: '1' } }, /^The provided key element does not match the schema$/],
  ])('refuses the start key %j', async (startKey, message) => {
    const database = await openNumbers();
    const request = {
      ...base,
      keyCondition: 'p = :p AND s > :s',
      values: { ':p': { S: 'a' }, ':s': { N: '-4' } },
      forward: true,
      startKey,
    };
    await expect(database.query(scope, request)).rejects.toThrow(message);
  });

  it('refuses the start key of another partition, where no sort key is asked for', async () => {
    const database = await openNumbers();
    const request = {
      ...base,
      keyCondition: 'p = :p',
      values: { ':p': { S: 'a' } },
      forward: true,
      startKey: { p: { S: 'other' }, s: { N: '1' } },
    };
    await expect(database.query(scope, request)).rejects.toThrow(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  });

  it.each([
    [{}, /^The provided starting key is invalid: The provided key element does not match/],
    [
      { p: { S: 'a' }, s: { S: 'a' } },
      /^The provided starting key is invalid: The provided key element does not match/,
    ],
  ])('refuses a scan that starts at %j', async (startKey, message) => {
    const database = await openNumbers();
    const request = { table: base.table, consistent: false, startKey };
    await expect(database.scan(scope, request)).rejects.toThrow(message);
  });

  it('refuses a scan that starts in another segment', async () => {
    const database = await openNumbers();
    const startKey = { p: { S: 'a' }, s: { N: '1' } };
    const from = (index: number) =>
      database.scan(scope, {
        table: base.table,
        consistent: false,
        startKey,
        segment: { index, total: 2 },
      });
    const outcomes = await Promise.allSettled([from(0), from(1)]);
    const reasons = outcomes.flatMap((outcome, index) =>
      outcome.status === 'rejected' ? [[index, (outcome.reason as Error).message]] : [],
    );
    const [[segment] = []] = reasons;
    expect(reasons).toEqual([
      [
        segment,
        `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: ${segment}`,
      ],
    ]);
  });

  it('refuses a filter on the key', async () => {
    const database = await openNumbers();
    const request = {
      ...base,
      keyCondition: 'p = :p',
      filter: 's > :p',
      values: { ':p': { S: 'a' } },
      forward: true,
    };
    await expect(database.query(scope, request)).rejects.toThrow(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: s',
    );
  });
});

describe('pages', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\0', '\u00ff', '\u{10000}'),
    maxLength: 4,
  });
  const rows = fc.uniqueArray(
    fc.record({ p: fc.constantFrom('x', 'y'), s: text.filter((s) => s !== '') }),
    { selector: ({ p, s }) => `${p}/${s}`, maxLength: 20 },
  );

  it('together hold each selected item once and in order, whatever their size', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        text.filter((s) => s !== ''),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (all, prefix, limit, forward) => {
          const { database } = await openTestDatabase({ partitions: 3 });
          await database.createTable(scope, tableOf('t', { sort: 'S' }));
          await fill(
            database,
            all.map(({ p, s }) => ({ p: { S: p }, s: { S: s } })),
          );
          const pages = await allPages((startKey) =>
            database.query(scope, {
              ...base,
              keyCondition: 'p = :p AND begins_with(s, :s)',
              values: { ':p': { S: 'x' }, ':s': { S: prefix } },
              forward,
              limit,
              ...(startKey === undefined ? {} : { startKey }),
            }),
          );
          const wanted = all
            .filter(({ p, s }) => p === 'x' && s.startsWith(prefix))
            .map(({ s }) => s)
            .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          if (!forward) wanted.reverse();
          expect(itemsOf(pages).map(({ s }) => (s as { S: string }).S)).toEqual(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a scan hold every item once, over any number of segments', async () => {
    const { database } = await openTestDatabase({ partitions: 3 });
    await database.createTable(scope, tableOf('t'));
    const items = Array.from({ length: 200 }, (_, index) => ({ p: { S: `k${index}` } }));
    await fill(database, items);
    for (const total of [1, 2, 7]) {
      const found: Item[] = [];
      for (let index = 0; index < total; index += 1) {
        const pages = await allPages((startKey) =>
          database.scan(scope, {
            ...base,
            limit: 9,
            segment: { index, total },
            ...(startKey === undefined ? {} : { startKey }),
          }),
        );
        found.push(...itemsOf(pages));
      }
      const names = found.map(({ p }) => (p as { S: string }).S);
      expect(names.length).toBe(200);
      expect(new Set(names).size).toBe(200);
    }
  });
});
