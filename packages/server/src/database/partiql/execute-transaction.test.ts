import { describe, expect, test } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import { Refused } from '../../write/refusal.ts';
import { scope } from '../testing/open-test-database.ts';
import { openStatements } from './testing/open-statements.ts';

async function openTransactions() {
  const statements = await openStatements();
  await statements.execute(insert(1));
  await statements.execute(insert(2));
  return {
    ...statements,
    transact: (all: readonly string[], token?: string) =>
      statements.database.executeTransaction(scope, {
        statements: all.map((statement) => ({ statement })),
        ...(token === undefined ? {} : { token }),
      }),
  };
}

const insert = (s: number) => `INSERT INTO t VALUE {'p': 'a', 's': ${s}, 'n': ${s}}`;
const keyed = (s: number) => `WHERE p = 'a' AND s = ${s}`;

async function reasonsOf(transaction: Promise<unknown>) {
  const error: unknown = await transaction.catch((one: unknown) => one);
  if (!(error instanceof Refused) || error.refusal.kind !== 'transaction-cancelled') throw error;
  return error.refusal.reasons.map((reason) =>
    reason.kind === 'invalid' ? reason.message : reason.kind,
  );
}

describe('writes', () => {
  test('are all done', async () => {
    const { transact, items } = await openTransactions();
    const result = await transact([
      insert(3),
      `UPDATE t SET n = n + 10 ${keyed(1)} AND n = 1`,
      `DELETE FROM t ${keyed(2)}`,
      `EXISTS(SELECT * FROM t ${keyed(4)} AND n IS MISSING)`,
    ]);
    expect(result).toEqual({
      kind: 'written',
      repeated: false,
      capacity: [{ table: 't', tableUnits: 8, indexes: [] }],
    });
    expect((await items('SELECT n FROM t')).map(({ n }) => n)).toEqual([{ N: '11' }, { N: '3' }]);
  });

  test('or none of them', async () => {
    const { transact, items } = await openTransactions();
    const reasons = await reasonsOf(
      transact([
        insert(1),
        insert(3),
        `EXISTS(SELECT * FROM t ${keyed(2)} AND n IS MISSING)`,
        `UPDATE t SET n = 1 ${keyed(4)}`,
      ]),
    );
    expect(reasons).toEqual(['duplicate-item', 'none', 'condition-failed', 'condition-failed']);
    expect(await items('SELECT * FROM t')).toHaveLength(2);
  });

  test('that name no item or no table cancel it', async () => {
    const { transact } = await openTransactions();
    const mismatch = 'The provided key element does not match the schema';
    expect(await reasonsOf(transact([insert(3), "UPDATE t SET n = 1 WHERE p = 'a'"]))).toEqual([
      'none',
      mismatch,
    ]);
    expect(await reasonsOf(transact([`DELETE FROM t WHERE p = 'a' AND s = 'x'`]))).toEqual([
      mismatch,
    ]);
    expect(
      await reasonsOf(transact([insert(3), `DELETE FROM nope ${keyed(1)}`, `DELETE FROM nope`])),
    ).toEqual(['none', 'table-not-found', 'table-not-found']);
  });

  test('of one token are done once', async () => {
    const { transact, items, database } = await openTransactions();
    const statements = [`UPDATE t SET n = n + 1 ${keyed(1)}`];
    expect(await transact(statements, 'token')).toMatchObject({ repeated: false });
    expect(await transact(statements, 'token')).toMatchObject({ repeated: true });
    expect(await items(`SELECT n FROM t ${keyed(1)}`)).toEqual([{ n: { N: '2' } }]);
    await expect(transact([insert(3)], 'token')).rejects.toMatchObject({
      refusal: { kind: 'token-reused' },
    });
    // A token of TransactWriteItems is another one.
    const key = { p: { S: 'a' }, s: { N: '2' } };
    const actions = [{ kind: 'delete', table: 't', key }] as const;
    expect(await database.transactWrite(scope, { actions, token: 'token' })).toMatchObject({
      repeated: false,
    });
  });

  test('tell tokens apart by their parameters', async () => {
    const { database } = await openTransactions();
    const transact = (N: string) =>
      database.executeTransaction(scope, {
        statements: [{ statement: `UPDATE t SET n = ? ${keyed(1)}`, parameters: [{ N }] }],
        token: 'token',
      });
    await transact('1.0');
    expect(await transact('1')).toMatchObject({ repeated: true });
    await expect(transact('2')).rejects.toMatchObject({ refusal: { kind: 'token-reused' } });
  });
});

test('reads are of one moment', async () => {
  const { transact } = await openTransactions();
  const result = await transact([
    `SELECT n FROM t ${keyed(2)}`,
    `SELECT * FROM t ${keyed(9)}`,
    "SELECT s FROM t WHERE p IN ['a'] AND s IN [1]",
  ]);
  expect(result).toMatchObject({
    kind: 'read',
    capacity: [{ table: 't', tableUnits: 6, indexes: [] }],
  });
  expect(result.kind === 'read' && result.items.map((item) => item && parseItem(item))).toEqual([
    { n: { N: '2' } },
    undefined,
    { s: { N: '1' } },
  ]);
});

const NEEDS_KEY =
  'Select statements within ExecuteTransaction must specify the primary key in the where clause.';
const failed = (index: number, text: string) =>
  `Validation failed in TransactStatements[${index}]: ${text}`;

test.each<[string, string[], string]>([
  [
    'reads and writes',
    [insert(3), `SELECT * FROM t ${keyed(1)}`],
    'ExecuteTransaction API does not support both read and write operations in the same request.',
  ],
  [
    'two statements on one item',
    [`SELECT * FROM t ${keyed(1)}`, `SELECT n FROM t ${keyed(1)}`],
    'Transaction request cannot include multiple operations on one item',
  ],
  ['a read of more than the key', [`SELECT * FROM t ${keyed(1)} AND n = 1`], failed(0, NEEDS_KEY)],
  ['a read of less', ["SELECT * FROM t WHERE p = 'a'"], failed(0, NEEDS_KEY)],
  [
    'a read twice',
    ["SELECT * FROM t WHERE p IN ['a', 'a'] AND s = 1"],
    failed(0, 'Overlapping conditions with range keys are not supported in where clause'),
  ],
  [
    'a read of an index',
    [`SELECT * FROM t ${keyed(1)}`, 'SELECT * FROM t."global" WHERE g = \'x\''],
    failed(1, 'Reads on indices are not supported within transactions.'),
  ],
  [
    'RETURNING',
    [`UPDATE t SET n = 1 ${keyed(1)} RETURNING ALL NEW *`],
    failed(0, 'RETURNING clause is not supported in ExecuteTransaction.'),
  ],
  [
    'EXISTS with the key alone',
    [insert(3), `EXISTS(SELECT * FROM t ${keyed(1)})`],
    failed(1, 'EXISTS() must contain a single item read with additional condition'),
  ],
  [
    'nonsense',
    [insert(3), 'nonsense'],
    failed(1, "Statement wasn't well formed, can't be processed: Expected data manipulation"),
  ],
])('%s: refused, and nothing is done', async (_, statements, message) => {
  const { transact, items } = await openTransactions();
  await expect(transact(statements)).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
  expect(await items('SELECT * FROM t')).toHaveLength(2);
});
