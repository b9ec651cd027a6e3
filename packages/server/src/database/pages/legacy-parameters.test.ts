// KeyConditions, QueryFilter, ScanFilter and AttributesToGet on tables and indexes: what they select, and in
// which order their mistakes are found.

import { describe, expect, it } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import type { Database, PageResult, QueryRequest, ScanRequest } from '../database.ts';
import { openIndexedTable } from '../testing/open-indexed-table.ts';
import { scope } from '../testing/open-test-database.ts';

const n = (value: number) => ({ N: String(value) });
const INVALID = 'One or more parameter values were invalid: ';

async function putItems(database: Database, count: number): Promise<void> {
  for (let s = 1; s <= count; s += 1) {
    const colour = { S: s % 2 === 0 ? 'red' : 'blue' };
    const item = { p: { S: 'a' }, s: n(s), colour, size: n(100 - s), v: n(s), w: n(s) };
    await database.put(scope, { table: 't', item, returnValues: 'NONE' });
  }
}

function query(database: Database, request: Partial<QueryRequest>): Promise<PageResult> {
  return database.query(scope, { table: 't', consistent: false, forward: true, ...request });
}

function scan(database: Database, request: Partial<ScanRequest>): Promise<PageResult> {
  return database.scan(scope, { table: 't', consistent: false, ...request });
}

function numbersOf({ items }: PageResult, attribute = 's'): number[] {
  return items.map((item) => Number((parseItem(item)[attribute] as { N: string }).N));
}

const ofA = { attribute: 'p', operator: 'EQ', values: [{ S: 'a' }] } as const;

describe('KeyConditions', () => {
  it('query a table, with a filter and a selection, page by page', async () => {
    const database = await openIndexedTable();
    await putItems(database, 6);
    const request: Partial<QueryRequest> = {
      keyConditions: [ofA, { attribute: 's', operator: 'BETWEEN', values: [n(2), n(5)] }],
      attributeFilter: {
        conditions: [{ attribute: 'colour', operator: 'EQ', values: [{ S: 'red' }] }],
        match: 'all',
      },
      attributes: ['s'],
      limit: 2,
    };
    const first = await query(database, request);
    expect([numbersOf(first), first.count, first.scannedCount]).toEqual([[2], 1, 2]);
    expect(Object.keys(parseItem(first.items[0] ?? new Uint8Array()))).toEqual(['s']);
    const startKey = first.lastKey && parseItem(first.lastKey);
    expect(numbersOf(await query(database, { ...request, startKey }))).toEqual([4]);
    expect(numbersOf(await query(database, { keyConditions: [ofA], forward: false }))).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
  });

  it('query indexes', async () => {
    const database = await openIndexedTable();
    await putItems(database, 6);
    const red = { attribute: 'colour', operator: 'EQ', values: [{ S: 'red' }] } as const;
    const wide = { attribute: 'size', operator: 'GT', values: [n(94)] } as const;
    expect(
      numbersOf(await query(database, { index: 'byColour', keyConditions: [red, wide] })),
    ).toEqual([4, 2]);
    // A local index fetches what it does not hold.
    const local = await query(database, {
      index: 'bySize',
      keyConditions: [wide, ofA],
      attributeFilter: {
        conditions: [{ attribute: 'w', operator: 'LE', values: [n(3)] }],
        match: 'all',
      },
      attributes: ['w'],
    });
    expect(numbersOf(local, 'w')).toEqual([3, 2, 1]);
  });

  it('stand beside a filter expression', async () => {
    const database = await openIndexedTable();
    await putItems(database, 4);
    const request = {
      keyConditions: [ofA],
      filter: 'v > :v',
      projection: 's',
      values: { ':v': n(2) },
    };
    expect(numbersOf(await query(database, request))).toEqual([3, 4]);
  });

  const wrongFilter = {
    attributeFilter: { conditions: [{ attribute: 'v', operator: 'EQ', values: [] }], match: 'all' },
  } as const;
  const wrongCount = `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`;
  it.each<[string, Partial<QueryRequest>, string]>([
    [
      'no key condition',
      {},
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    ['a filter before the key condition', { ...wrongFilter, keyConditions: [] }, wrongCount],
    ['a filter before the selection', { ...wrongFilter, attributes: ['v', 'v'] }, wrongCount],
    [
      'the selection before the key condition',
      { attributes: ['v', 'v'] },
      `${INVALID}Duplicate value in attribute name: v`,
    ],
    [
      'key conditions before the table',
      { keyConditions: [], table: 'none' },
      'Conditions can be of length 1 or 2 only',
    ],
    [
      'a filter of the key',
      {
        keyConditions: [ofA],
        attributeFilter: {
          conditions: [{ attribute: 's', operator: 'EQ', values: [n(1)] }],
          match: 'all',
        },
      },
      'QueryFilter can only contain non-primary key attributes: Primary key attribute: s',
    ],
    [
      'an operator that selects no range',
      { keyConditions: [ofA, { attribute: 's', operator: 'NE', values: [n(1)] }] },
      'Attempted conditional constraint is not an indexable operation',
    ],
    [
      'attributes that a global index does not hold',
      {
        index: 'byColour',
        keyConditions: [{ attribute: 'colour', operator: 'EQ', values: [{ S: 'red' }] }],
        attributes: ['v', 'w'],
      },
      `${INVALID}Global secondary index byColour does not project [w]`,
    ],
  ])('are refused: %s', async (_, request, text) => {
    const database = await openIndexedTable();
    await expect(query(database, request)).rejects.toThrow(text);
  });
});

describe('ScanFilter', () => {
  it('filters a table, also by its key, and an index', async () => {
    const database = await openIndexedTable();
    await putItems(database, 6);
    const attributeFilter = {
      conditions: [
        { attribute: 's', operator: 'IN', values: [n(1), n(6)] },
        { attribute: 'v', operator: 'BETWEEN', values: [n(3), n(4)] },
      ],
      match: 'any',
    } as const;
    const page = await scan(database, { attributeFilter, attributes: ['s', 'w'] });
    expect(new Set(numbersOf(page))).toEqual(new Set([1, 3, 4, 6]));
    expect(page.scannedCount).toBe(6);
    const all = { ...attributeFilter, match: 'all' } as const;
    expect((await scan(database, { attributeFilter: all })).count).toBe(0);
    const indexed = await scan(database, { attributeFilter, index: 'byColour', attributes: ['v'] });
    expect(new Set(numbersOf(indexed, 'v'))).toEqual(new Set([1, 3, 4, 6]));
  });

  it('is looked at behind the selection', async () => {
    const database = await openIndexedTable();
    const conditions = [{ attribute: 'v', operator: 'EQ', values: [] }] as const;
    const attributeFilter = { conditions, match: 'all' } as const;
    await expect(scan(database, { attributeFilter, attributes: ['v', 'v'] })).rejects.toThrow(
      `${INVALID}Duplicate value in attribute name: v`,
    );
  });

  it('words invalid values as Scan does', async () => {
    const database = await openIndexedTable();
    const attributeFilter = {
      conditions: [{ attribute: 'v', operator: 'EQ', values: [{ N: '' }] }],
      match: 'all',
    } as const;
    await expect(scan(database, { attributeFilter })).rejects.toThrow(
      /^The parameter cannot be converted to a numeric value$/,
    );
    await expect(query(database, { attributeFilter })).rejects.toThrow(
      /^The parameter cannot be converted to a numeric value: $/,
    );
  });
});
