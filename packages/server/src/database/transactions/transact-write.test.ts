import { describe, expect, it } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import { Refused } from '../../write/refusal.ts';
import type { TransactAction } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';
import { outcomeOf } from './testing/outcome-of.ts';

const index = {
  name: 'i',
  kind: 'global',
  keySchema: [{ name: 'g', role: 'HASH' }],
  projection: { type: 'ALL' },
} as const;

async function openTables() {
  const { database, store } = await openTestDatabase({ partitions: 3 });
  await database.createTable(scope, tableOf('t'));
  await database.createTable(
    scope,
    tableOf('u', {
      attributes: [
        { name: 'p', type: 'S' },
        { name: 'g', type: 'S' },
      ],
      indexes: [index],
    }),
  );
  return {
    database,
    transact: (...actions: TransactAction[]) => database.transactWrite(scope, { actions }),
    outcome: (...actions: TransactAction[]) =>
      outcomeOf(database.transactWrite(scope, { actions })),
    async get(table: string, p: string) {
      const key = { p: { S: p } };
      const { item } = await database.get(scope, { table, key, consistent: true });
      return item === undefined ? undefined : parseItem(item);
    },
    async logged() {
      const lanes = ['t1/0', 't1/1', 't1/2', 't2/0', 't2/1', 't2/2'];
      const pages = await Promise.all(
        lanes.map((lane) => store.readLog(lane, 0, { count: 1000, bytes: 1e9 })),
      );
      return pages.reduce((sum, { entries }) => sum + entries.length, 0);
    },
  };
}

function put(p: string, more: object = {}, table = 't'): TransactAction {
  return { kind: 'put', table, item: { p: { S: p }, ...more } };
}

function putItem(item: object): TransactAction {
  return { kind: 'put', table: 't', item };
}

function update(p: string, text: string, values: Record<string, unknown> = {}): TransactAction {
  const given = Object.keys(values).length === 0 ? {} : { values };
  return { kind: 'update', table: 'u', key: { p: { S: p } }, update: text, ...given };
}

function check(p: string, condition: string, table = 't'): TransactAction {
  return { kind: 'check', table, key: { p: { S: p } }, condition };
}

function remove(p: string, table = 't'): TransactAction {
  return { kind: 'delete', table, key: { p: { S: p } } };
}

describe('a transaction', () => {
  it('does its actions on several tables and partitions', async () => {
    const { transact, get, logged } = await openTables();
    await transact(put('a'), put('b'), put('c'), put('d', { g: { S: 'x' } }, 'u'));
    await transact(
      put('a', { n: { N: '1.0' } }),
      remove('b'),
      check('c', 'attribute_exists(p)'),
      update('d', 'SET g = :g', { ':g': { S: 'y' } }),
      update('e', 'ADD n :n', { ':n': { N: '1' } }),
    );
    expect(await get('t', 'a')).toEqual({ p: { S: 'a' }, n: { N: '1' } });
    expect(await get('t', 'b')).toBeUndefined();
    expect(await get('t', 'c')).toEqual({ p: { S: 'c' } });
    expect(await get('u', 'd')).toEqual({ p: { S: 'd' }, g: { S: 'y' } });
    expect(await get('u', 'e')).toEqual({ p: { S: 'e' }, n: { N: '1' } });
    expect(await logged()).toBe(8);
  });

  it('logs nothing for actions that change nothing', async () => {
    const { transact, logged } = await openTables();
    await transact(put('a', { n: { N: '1' } }));
    const before = await logged();
    await transact(
      put('a', { n: { N: '1.0' } }),
      remove('missing'),
      check('c', 'attribute_not_exists(p)'),
      update('e', 'REMOVE n'),
    );
    expect(await logged()).toBe(before);
  });

  it('may define placeholders for an action without any expression', async () => {
    const { transact, outcome, get } = await openTables();
    const names = { '#n': 'n' };
    const values = { ':v': { S: 'x' } };
    await transact({ ...put('a'), names, values }, { ...remove('b'), names });
    expect(await get('t', 'a')).toEqual({ p: { S: 'a' } });
    expect(await outcome({ ...put('a'), condition: 'attribute_exists(p)', names })).toBe(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}',
    );
    expect(await outcome({ ...put('a'), names: { n: 'n' } })).toBe(
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"',
    );
  });

  it('of a hundred actions counts the items of each lane', async () => {
    const { transact, database } = await openTables();
    await transact(...Array.from({ length: 100 }, (_, index) => put(`p${index}`)));
    const view = await database.describeTable(scope, 't');
    expect(view.itemCount).toBe(100);
  });

  it('does nothing at all when one condition fails, and reports every one that does', async () => {
    const { transact, database, outcome, get, logged } = await openTables();
    await transact(put('a', { v: { S: 'old' } }));
    expect(
      await outcome(
        put('b'),
        check('a', 'attribute_not_exists(p)'),
        { ...put('c'), condition: 'attribute_exists(p)' },
        remove('d'),
      ),
    ).toEqual(['none', 'condition-failed', 'condition-failed', 'none']);
    expect(await get('t', 'b')).toBeUndefined();
    expect(await logged()).toBe(1);
    const asked = { ...check('a', 'v = v'), condition: 'attribute_exists(x)' };
    const actions: TransactAction[] = [
      { ...asked, returnOldOnFailure: true },
      { ...check('missing', 'attribute_exists(p)'), returnOldOnFailure: true },
    ];
    const error = await database
      .transactWrite(scope, { actions })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refused);
    const [first, second] = (error as Refused & { refusal: { reasons: { item?: Uint8Array }[] } })
      .refusal.reasons;
    expect(parseItem(first?.item ?? new Uint8Array())).toEqual({ p: { S: 'a' }, v: { S: 'old' } });
    expect(second).toEqual({ kind: 'condition-failed' });
  });
});

const noMatch = 'The provided key element does not match the schema';
const falseCheck = check('x', 'attribute_exists(p)');
const large = 'x'.repeat(300_000);

const cancelled: [name: string, actions: TransactAction[], reasons: string[]][] = [
  [
    'the first invalid action alone',
    [falseCheck, putItem({ p: { N: '1' } }), putItem({})],
    [
      'none',
      'One or more parameter values were invalid: Type mismatch for key p expected: S actual: N',
      'none',
    ],
  ],
  ['an empty key', [{ kind: 'delete', table: 't', key: {} }], [noMatch]],
  [
    'an index key of another type',
    [put('a', { g: { N: '1' } }, 'u')],
    [
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: i',
    ],
  ],
  [
    'an index key updated to another type',
    [update('a', 'SET g = :g', { ':g': { N: '1' } })],
    [
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: i',
    ],
  ],
  [
    'an update of the key',
    [update('a', 'SET p = :p', { ':p': { S: 'b' } })],
    [
      'One or more parameter values were invalid: Cannot update attribute p. This attribute is part of the key',
    ],
  ],
  [
    'what only the item shows, before conditions that fail',
    [falseCheck, update('a', 'SET m.x = :v', { ':v': { S: '' } })],
    ['none', 'The document path provided in the update expression is invalid for update'],
  ],
  [
    'an item that an update makes too large',
    [update('a', 'SET v = :v, w = :w', { ':v': { S: large }, ':w': { S: large } }), put('fine')],
    ['Item size to update has exceeded the maximum allowed size', 'none'],
  ],
];

const refused: [name: string, actions: TransactAction[], text: string][] = [
  [
    'two actions on one item',
    [put('a'), check('a', 'attribute_exists(p)')],
    'Transaction request cannot include multiple operations on one item',
  ],
  ['a table that does not exist', [put('a'), put('b', {}, 'none')], 'table-not-found'],
  [
    'an expression before a missing table',
    [put('b', {}, 'none'), check('a', 'attribute_not_exists(')],
    'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("',
  ],
  [
    'a value that is not used',
    [put('a'), { ...check('a', 'attribute_exists(p)'), values: { ':v': { S: '' } } }],
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}',
  ],
  [
    'an invalid value, in the older words',
    [update('a', 'SET v = :v', { ':v': { N: 'x' } })],
    'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v',
  ],
  [
    'an empty key value, before an invalid action',
    [putItem({}), remove('')],
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
  ],
  [
    'an empty index key',
    [put('a', { g: { S: '' } }, 'u')],
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: i, IndexKey: g',
  ],
  [
    'an index key updated to an empty value',
    [update('a', 'SET g = :g', { ':g': { S: '' } })],
    'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
  ],
  [
    'an item that is too large',
    [put('a', { v: { S: large + large } })],
    'Item size has exceeded the maximum allowed size',
  ],
  [
    'more than 4 MB',
    Array.from({ length: 14 }, (_, at) => put(`p${at}`, { v: { S: large } })),
    'Transaction payload size cannot exceed 4 MB',
  ],
];

describe('an invalid transaction', () => {
  it.each(cancelled)('is cancelled: %s', async (_, actions, reasons) => {
    const { outcome, logged } = await openTables();
    expect(await outcome(...actions)).toEqual(reasons);
    expect(await logged()).toBe(0);
  });

  it.each(refused)('is refused: %s', async (_, actions, text) => {
    const { outcome, logged } = await openTables();
    expect(await outcome(...actions)).toBe(text);
    expect(await logged()).toBe(0);
  });
});

describe('the capacity of a transaction', () => {
  it('is double on the tables, simple on the indexes, and summed by table', async () => {
    const { transact } = await openTables();
    await transact(put('c', { v: { S: 'x'.repeat(3000) } }));
    const { capacity, repeated } = await transact(
      put('a', { g: { S: 'x' } }, 'u'),
      put('b', { v: { S: 'x'.repeat(1500) } }),
      check('c', 'attribute_exists(p)'),
      put('d', { g: { S: 'x' } }, 'u'),
      remove('missing'),
    );
    expect(repeated).toBe(false);
    expect(capacity).toEqual([
      { table: 'u', tableUnits: 4, indexes: [{ index: 'i', kind: 'global', units: 2 }] },
      { table: 't', tableUnits: 4 + 6 + 2, indexes: [] },
    ]);
  });
});
