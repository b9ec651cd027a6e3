// ExecuteStatement, BatchExecuteStatement and ExecuteTransaction, with the statements of AWS's developer
// guide.

import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchExecuteStatementCommandInput,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DuplicateItemException,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  ExecuteTransactionCommand,
  type ExecuteTransactionCommandInput,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable } from './a-table.ts';
import { recordsOf } from './read-stream.ts';

async function musicTable({ dynamodb }: Headwater) {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Music',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'Artist', KeyType: 'HASH' },
        { AttributeName: 'SongTitle', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['Artist', 'SongTitle', 'Genre'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'ByGenre',
          KeySchema: [{ AttributeName: 'Genre', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}

function execute(
  { dynamodb }: Headwater,
  Statement: string,
  more: Omit<ExecuteStatementCommandInput, 'Statement'> = {},
) {
  return dynamodb.send(new ExecuteStatementCommand({ Statement, ...more }));
}

function batch(
  { dynamodb }: Headwater,
  statements: readonly string[],
  more: Omit<BatchExecuteStatementCommandInput, 'Statements'> = {},
) {
  const Statements = statements.map((Statement) => ({ Statement }));
  return dynamodb.send(new BatchExecuteStatementCommand({ Statements, ...more }));
}

function transact(
  { dynamodb }: Headwater,
  statements: readonly string[],
  more: Omit<ExecuteTransactionCommandInput, 'TransactStatements'> = {},
) {
  const TransactStatements = statements.map((Statement) => ({ Statement }));
  return dynamodb.send(new ExecuteTransactionCommand({ TransactStatements, ...more }));
}

const key = { Artist: { S: 'Acme Band' }, SongTitle: { S: 'PartiQL Rocks' } };
const where = "WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'";
const insert = `INSERT INTO "Music" VALUE {'Artist':'Acme Band', 'SongTitle':'PartiQL Rocks', 'Awards': 1}`;

describe('ExecuteStatement', () => {
  test('the life of an item', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    expect((await execute(headwater, insert)).Items).toEqual([]);
    await execute(
      headwater,
      `UPDATE "Music" SET AwardsWon=1 SET AwardDetail={'Grammys':[2020, 2018]} SET Members = <<'a', 'b'>> ${where}`,
    );
    await execute(
      headwater,
      `UPDATE "Music" SET AwardDetail.Grammys=list_append(AwardDetail.Grammys,[2016]) SET Members=set_delete(Members, <<'a'>>) REMOVE Awards ${where}`,
    );
    const item: Record<string, AttributeValue> = {
      ...key,
      AwardsWon: { N: '1' },
      AwardDetail: { M: { Grammys: { L: [{ N: '2020' }, { N: '2018' }, { N: '2016' }] } } },
      Members: { SS: ['b'] },
    };
    const select = await execute(headwater, `SELECT * FROM Music ${where}`);
    expect(select.Items).toEqual([item]);
    const columns = `SELECT AwardDetail.Grammys[0], AwardsWon FROM "Music" ${where}`;
    expect((await execute(headwater, columns)).Items).toEqual([
      { 'Grammys[0]': { N: '2020' }, AwardsWon: { N: '1' } },
    ]);
    const removed = await execute(headwater, `DELETE FROM "Music" ${where} RETURNING ALL OLD *`);
    expect(removed.Items).toEqual([item]);
    expect((await execute(headwater, 'SELECT * FROM "Music"')).Items).toEqual([]);
  });

  test('parameters of all types', async () => {
    await using headwater = await startHeadwater();
    await aTable(headwater);
    const values: AttributeValue[] = [
      { S: 'key' },
      { N: '1.50' },
      { B: Uint8Array.of(1, 2) },
      { BOOL: true },
      { NULL: true },
      { L: [{ S: 'x' }] },
      { M: { k: { NS: ['1'] } } },
      { SS: ['a'] },
      { BS: [Uint8Array.of(3)] },
    ];
    const names = ['p', 'n', 'b', 'yes', 'nothing', 'l', 'm', 'ss', 'bs'];
    await execute(
      headwater,
      `INSERT INTO things VALUE {${names.map((name) => `'${name}': ?`).join(', ')}}`,
      { Parameters: values },
    );
    const conditions = names.map((name) => `${name} = ?`).join(' AND ');
    const statement = `SELECT * FROM things WHERE ${conditions}`;
    const { Items } = await execute(headwater, statement, { Parameters: values });
    const item = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    expect(Items).toEqual([{ ...item, n: { N: '1.5' } }]);
  });

  test('pages, of a partition and of an index, in either direction', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    const songs = ['A', 'B', 'C', 'D', 'E'];
    await batch(
      headwater,
      songs.map(
        (song) => `INSERT INTO Music VALUE {'Artist':'X','SongTitle':'${song}','Genre':'G'}`,
      ),
    );
    const read = async (statement: string) => {
      const titles: unknown[][] = [];
      let NextToken: string | undefined;
      do {
        const more = NextToken === undefined ? {} : { NextToken };
        const page = await execute(headwater, statement, { Limit: 2, ...more });
        titles.push((page.Items ?? []).map(({ SongTitle }) => SongTitle?.S));
        expect(page.LastEvaluatedKey === undefined).toBe(page.NextToken === undefined);
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      return titles;
    };
    const inPages = [['A', 'B'], ['C', 'D'], ['E']];
    expect(await read("SELECT SongTitle FROM Music WHERE Artist = 'X'")).toEqual(inPages);
    expect(
      await read("SELECT SongTitle FROM Music WHERE Artist = 'X' ORDER BY SongTitle DESC"),
    ).toEqual([['E', 'D'], ['C', 'B'], ['A']]);
    const byGenre = await read('SELECT SongTitle FROM "Music"."ByGenre" WHERE Genre = \'G\'');
    expect(new Set(byGenre.flat())).toEqual(new Set(songs));
    // A limit is on what is looked at, not on what is found.
    expect(
      await read("SELECT SongTitle FROM Music WHERE Artist = 'X' AND SongTitle <> 'A'"),
    ).toEqual([['B'], ['C', 'D'], ['E']]);
  });

  test('its errors', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    await execute(headwater, insert);
    const failure = (statement: string, more: object = {}) =>
      execute(headwater, statement, more).catch((error: unknown) => error);
    expect(await failure(insert)).toBeInstanceOf(DuplicateItemException);
    expect(await failure('SELECT * FROM Nothing')).toBeInstanceOf(ResourceNotFoundException);
    const update = `UPDATE Music SET a = 1 ${where} AND Awards > 1`;
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const failed = await failure(update, { ReturnValuesOnConditionCheckFailure });
    expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failed).toMatchObject({ Item: { ...key, Awards: { N: '1' } } });
    for (const [statement, message, more] of [
      ['SELECT COUNT(*) FROM Music', 'Unexpected path component at 1:8:5', {}],
      ['SELECT * FROM Music', 'Invalid NextToken', { NextToken: 'x' }],
      [
        'SELECT * FROM Music',
        expect.stringContaining('failed to satisfy constraint'),
        { Limit: 0 },
      ],
      [
        'x'.repeat(8193),
        expect.stringContaining('Member must have length less than or equal to 8192'),
        {},
      ],
    ] as const) {
      expect(await failure(statement, more)).toMatchObject({
        name: 'ValidationException',
        message,
      });
    }
  });

  test('what it costs', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    const inserted = await execute(
      headwater,
      "INSERT INTO Music VALUE {'Artist':'X','SongTitle':'A','Genre':'G'}",
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(inserted.ConsumedCapacity).toEqual({
      TableName: 'Music',
      CapacityUnits: 2,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { ByGenre: { CapacityUnits: 1 } },
    });
    const selected = await execute(headwater, 'SELECT * FROM Music', {
      ReturnConsumedCapacity: 'TOTAL',
      ConsistentRead: true,
    });
    expect(selected.ConsumedCapacity).toEqual({ TableName: 'Music', CapacityUnits: 1 });
  });

  test('each change is a record of the stream', async () => {
    await using headwater = await startHeadwater();
    const { streamArn } = await aTable(headwater, { viewType: 'NEW_AND_OLD_IMAGES' });
    await execute(headwater, "INSERT INTO things VALUE {'p': 'x', 'v': 1}");
    await execute(headwater, "UPDATE things SET v = 1 WHERE p = 'x'");
    await execute(headwater, "UPDATE things SET v = v + 1 WHERE p = 'x'");
    await execute(headwater, "DELETE FROM things WHERE p = 'x'");
    const records = await recordsOf(headwater.streams, streamArn);
    expect(
      records.map(({ eventName, dynamodb: change }) => [
        eventName,
        change?.OldImage?.['v']?.N,
        change?.NewImage?.['v']?.N,
      ]),
    ).toEqual([
      ['INSERT', undefined, '1'],
      ['MODIFY', '1', '2'],
      ['REMOVE', '2', undefined],
    ]);
  });
});

describe('BatchExecuteStatement', () => {
  test('answers each statement', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    await execute(headwater, insert);
    const song = (title: string) => `WHERE Artist='Acme Band' AND SongTitle='${title}'`;
    const { Responses, ConsumedCapacity } = await batch(
      headwater,
      [
        insert,
        `UPDATE Music SET a = 1 ${song('other')}`,
        "INSERT INTO Music VALUE {'Artist':'X','SongTitle':'A'}",
        'nonsense',
        `DELETE FROM Nothing ${where}`,
      ],
      { ReturnConsumedCapacity: 'TOTAL' },
    );
    expect(Responses).toEqual([
      {
        Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
        TableName: 'Music',
      },
      {
        Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        TableName: 'Music',
      },
      { TableName: 'Music' },
      {
        Error: {
          Code: 'ValidationError',
          Message: "Statement wasn't well formed, can't be processed: Expected data manipulation",
        },
      },
      { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
    ]);
    expect(ConsumedCapacity).toEqual([{ TableName: 'Music', CapacityUnits: 1 }]);
    const read = await batch(headwater, [`SELECT Awards FROM Music ${where}`]);
    expect(read.Responses).toEqual([{ TableName: 'Music', Item: { Awards: { N: '1' } } }]);
  });

  test.each([
    [Array.from({ length: 26 }, () => insert), 'length less than or equal to 25'],
    [[insert, `SELECT * FROM Music ${where}`], 'Read and write requests together'],
    [[insert, `DELETE FROM Music ${where}`], 'Provided list of item keys contains duplicates'],
  ])('is refused as a whole', async (statements, message) => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    await expect(batch(headwater, statements)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect((await execute(headwater, 'SELECT * FROM Music')).Items).toEqual([]);
  });
});

describe('ExecuteTransaction', () => {
  const put = "INSERT INTO Music VALUE {'Artist':'X','SongTitle':'A','n':1}";

  test('writes together, once for each token', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    await execute(headwater, put);
    const statements = [
      insert,
      "UPDATE Music SET n = n + 1 WHERE Artist='X' AND SongTitle='A'",
      "EXISTS(SELECT * FROM Music WHERE Artist='Y' AND SongTitle='A' AND n IS MISSING)",
    ];
    const more = { ClientRequestToken: 'token', ReturnConsumedCapacity: 'TOTAL' } as const;
    expect(await transact(headwater, statements, more)).toMatchObject({
      Responses: [],
      ConsumedCapacity: [{ TableName: 'Music', CapacityUnits: 6, WriteCapacityUnits: 6 }],
    });
    expect((await transact(headwater, statements, more)).ConsumedCapacity).toMatchObject([
      { ReadCapacityUnits: 6 },
    ]);
    const { Responses } = await transact(headwater, [
      "SELECT n FROM Music WHERE Artist='X' AND SongTitle='A'",
      `SELECT Awards FROM Music ${where}`,
      "SELECT * FROM Music WHERE Artist='Y' AND SongTitle='A'",
    ]);
    expect(Responses).toEqual([{ Item: { n: { N: '2' } } }, { Item: { Awards: { N: '1' } } }, {}]);
  });

  test('is cancelled for reasons', async () => {
    await using headwater = await startHeadwater();
    await musicTable(headwater);
    await execute(headwater, put);
    const error: unknown = await transact(headwater, [
      put,
      insert,
      `UPDATE Music SET n = 1 WHERE Artist='Z' AND SongTitle='A'`,
    ]).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [DuplicateItem, None, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect((await execute(headwater, `SELECT * FROM Music ${where}`)).Items).toEqual([]);
  });
});
