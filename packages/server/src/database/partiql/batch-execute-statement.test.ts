import { expect, test } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import type { StatementOutcome } from '../database.ts';
import { scope } from '../testing/open-test-database.ts';
import { openStatements } from './testing/open-statements.ts';

async function openBatch() {
  const statements = await openStatements();
  const batch = async (...all: readonly string[]) =>
    statements.database.batchExecuteStatement(scope, {
      statements: all.map((statement) => ({ statement, consistent: false })),
    });
  return { ...statements, batch };
}

const insert = (s: number) => `INSERT INTO t VALUE {'p': 'a', 's': ${s}}`;
const keyed = (s: number) => `WHERE p = 'a' AND s = ${s}`;

function shown(outcome: StatementOutcome) {
  if (outcome.kind === 'failed') {
    const { error, table } = outcome;
    return [table, 'refusal' in error ? (error.refusal as { kind: string }).kind : error.message];
  }
  return [outcome.table, outcome.item === undefined ? undefined : parseItem(outcome.item)];
}

test('each write succeeds or fails on its own', async () => {
  const { batch, execute, items } = await openBatch();
  await execute(insert(1));
  await execute(insert(2));
  const { outcomes, capacity } = await batch(
    insert(1),
    `UPDATE t SET n = 1 ${keyed(2)} RETURNING ALL NEW *`,
    insert(3),
    'SLECT',
    `DELETE FROM nope ${keyed(1)}`,
    `UPDATE t SET n = 1 ${keyed(4)}`,
    "DELETE FROM t WHERE p = 'a'",
    `EXISTS(SELECT * FROM t ${keyed(1)} AND n = 1)`,
  );
  expect(outcomes.map(shown)).toEqual([
    ['t', 'duplicate-item'],
    ['t', { p: { S: 'a' }, s: { N: '2' }, n: { N: '1' } }],
    ['t', undefined],
    [undefined, "Statement wasn't well formed, can't be processed: Expected data manipulation"],
    [undefined, 'table-not-found'],
    ['t', 'condition-failed'],
    [undefined, 'Where clause does not contain a mandatory equality on all key attributes'],
    [undefined, 'EXISTS can only be used in ExecuteTransaction write requests.'],
  ]);
  expect(capacity).toEqual([{ table: 't', tableUnits: 2, indexes: [] }]);
  expect(await items('SELECT * FROM t')).toHaveLength(3);
});

const NEEDS_KEY =
  'Select statements within BatchExecuteStatement must specify the primary key in the where clause.';

test('reads are of single items', async () => {
  const { batch, execute } = await openBatch();
  await execute(insert(1));
  const { outcomes, capacity } = await batch(
    `SELECT s FROM t ${keyed(1)}`,
    `SELECT * FROM t ${keyed(2)}`,
    "SELECT s FROM t WHERE p IN ['b'] AND s IN [1]",
    "SELECT * FROM t WHERE p = 'a'",
    `SELECT * FROM t ${keyed(5)} AND n = 1`,
    'SELECT * FROM t."global" WHERE g = \'x\'',
    'SELECT * FROM t."several" WHERE g = \'x\'',
    "SELECT * FROM t WHERE p = 'a' AND s = 'x'",
    'SELECT * FROM nope WHERE p = 1',
  );
  expect(outcomes.map(shown)).toEqual([
    ['t', { s: { N: '1' } }],
    ['t', undefined],
    ['t', undefined],
    [undefined, NEEDS_KEY],
    [undefined, NEEDS_KEY],
    [undefined, NEEDS_KEY],
    [
      undefined,
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
    ],
    [undefined, 'The provided key element does not match the schema'],
    [undefined, 'table-not-found'],
  ]);
  expect(capacity).toEqual([{ table: 't', tableUnits: 1.5, indexes: [] }]);
});

test.each([
  [
    'reads and writes',
    [insert(1), `SELECT * FROM t ${keyed(2)}`, 'nonsense'],
    'Read and write requests together in the same batch is not supported.',
  ],
  [
    'two writes of one item',
    [insert(1), `DELETE FROM t ${keyed(1)}`],
    'Provided list of item keys contains duplicates',
  ],
  [
    'two reads of one item',
    [`SELECT * FROM t ${keyed(1)}`, `SELECT s FROM t WHERE s = 1.0 AND p = 'a'`],
    'Provided list of item keys contains duplicates',
  ],
])('%s are refused, and nothing is done', async (_, statements, message) => {
  const { batch, items } = await openBatch();
  await expect(batch(...statements)).rejects.toThrow(message);
  expect(await items('SELECT * FROM t')).toEqual([]);
});
