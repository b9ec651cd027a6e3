import { describe, expect, test } from 'vitest';
import { services } from './services.ts';
import { namesTables, tablesOfCall } from './tables-of-call.ts';

const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders';

describe('the tables of a call', () => {
  test.each<[string, object, string[]]>([
    ['a name', { TableName: 'orders' }, ['orders']],
    ['an ARN as a name', { TableName: arn }, ['orders']],
    ['the ARN of an index', { ResourceArn: `${arn}/index/by-date` }, ['orders']],
    ['a stream', { StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` }, ['orders']],
    ['an iterator', { ShardIterator: `${arn}/stream/2026-01-01T00:00:00.000|1|AAAA` }, ['orders']],
    ['a backup', { BackupArn: `${arn}/backup/017`, TargetTableName: 'copy' }, ['orders', 'copy']],
    ['a restore', { SourceTableArn: arn, TargetTableName: 'copy' }, ['orders', 'copy']],
    ['a batch', { RequestItems: { [arn]: [], items: [] } }, ['orders', 'items']],
    [
      'a transaction',
      {
        TransactItems: [
          { Put: { TableName: 'orders' } },
          { ConditionCheck: { TableName: arn }, Update: undefined },
          { Delete: { TableName: 'items' } },
        ],
      },
      ['orders', 'orders', 'items'],
    ],
    ['a statement', { Statement: `SELECT * FROM "orders"."by-date" WHERE p = ?` }, ['orders']],
    [
      'statements',
      {
        Statements: [
          { Statement: `INSERT INTO orders VALUE {'p': 1}` },
          { Statement: `DELETE FROM items WHERE p = 1` },
          { Statement: `UPDATE others SET a = 1 WHERE p = 1` },
        ],
      },
      ['orders', 'items', 'others'],
    ],
    [
      'a transaction of statements',
      { TransactStatements: [{ Statement: `EXISTS(SELECT * FROM orders WHERE p = 1)` }] },
      ['orders'],
    ],
    ['a broken statement', { Statement: 'SELECT SELECT' }, []],
    ['an ARN of something else', { ResourceArn: 'arn:aws:s3:::bucket' }, []],
    ['an iterator that is none', { ShardIterator: 'garbage' }, []],
    ['no table', { Limit: 1, TableName: undefined, Item: { TableName: { S: 'x' } } }, []],
  ])('%s', (_, input, tables) => {
    expect(tablesOfCall(input)).toEqual(tables);
  });

  test('are found in every operation that has any', () => {
    const without = services
      .flatMap(({ operations }) => operations)
      .filter(({ input }) => !input.members.some(({ name }) => namesTables(name)))
      .map(({ name }) => name);
    expect(without.toSorted()).toEqual(['DescribeEndpoints', 'DescribeLimits', 'ListTables']);
  });
});
