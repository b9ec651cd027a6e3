import { describe, expect, test } from 'vitest';
import type { TableView } from '../../database/database.ts';
import { indexDescriptions } from './index-description.ts';
import { indexesOf, indexUpdatesOf } from './index-settings.ts';

const key = { partition: [{ name: 'g', type: 'S' }], sort: [{ name: 's', type: 'N' }] } as const;

describe('indexes', () => {
  test('are passed on with global ones first', () => {
    const KeySchema = [{ AttributeName: 'g', KeyType: 'HASH' as const }];
    const Projection = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['x'] };
    const local = { IndexName: 'local', KeySchema, Projection: {} };
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
    const global = { IndexName: 'global', KeySchema, Projection, ProvisionedThroughput };
    expect(indexesOf([global], [local])).toEqual([
      {
        name: 'global',
        kind: 'global',
        keySchema: [{ name: 'g', role: 'HASH' }],
        projection: { type: 'INCLUDE', attributes: ['x'] },
        throughput: { readUnits: 1, writeUnits: 2 },
      },
      {
        name: 'local',
        kind: 'local',
        keySchema: [{ name: 'g', role: 'HASH' }],
        projection: { type: undefined },
      },
    ]);
  });

  test('are updated one way or another', () => {
    const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
    expect(
      indexUpdatesOf([
        { Delete: { IndexName: 'a' } },
        { Update: { IndexName: 'b', ProvisionedThroughput: throughput } },
      ]),
    ).toEqual([
      { kind: 'delete', name: 'a' },
      { kind: 'throughput', name: 'b', throughput: { readUnits: 1, writeUnits: 2 } },
    ]);
  });

  test('are not updated in two ways at once', () => {
    const both = { Delete: { IndexName: 'a' }, Update: { IndexName: 'a' } };
    expect(() => indexUpdatesOf([both])).toThrow(
      'Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object',
    );
    expect(() => indexUpdatesOf([{}])).toThrow('One of GlobalSecondaryIndexUpdate.Update,');
  });

  test('are shown with their state, their counts and their name in the table', () => {
    const index = { name: 'i', kind: 'global', number: 1, key, projection: { type: 'ALL' } };
    const definition = {
      account: '000000000000',
      region: 'r',
      name: 't',
      indexes: [
        { ...index, backfilling: true },
        { ...index, name: 'l', kind: 'local' },
      ],
    };
    const capacity = { decreasesToday: 2, warmThroughput: { readUnits: 7, writeUnits: 8 } };
    const indexes = [
      { itemCount: 3, sizeBytes: 30, capacity },
      { itemCount: 0, sizeBytes: 0, capacity },
    ];
    const view = { definition, status: 'ACTIVE', indexes } as unknown as TableView;
    const KeySchema = [
      { AttributeName: 'g', KeyType: 'HASH' },
      { AttributeName: 's', KeyType: 'RANGE' },
    ];
    expect(indexDescriptions(view, { warm: true })).toMatchObject({
      GlobalSecondaryIndexes: [
        {
          WarmThroughput: { ReadUnitsPerSecond: 7, WriteUnitsPerSecond: 8, Status: 'CREATING' },
        },
      ],
    });
    expect(indexDescriptions(view)).toEqual({
      GlobalSecondaryIndexes: [
        {
          IndexName: 'i',
          KeySchema,
          Projection: { ProjectionType: 'ALL' },
          IndexSizeBytes: 30,
          ItemCount: 3,
          IndexArn: 'arn:aws:dynamodb:r:000000000000:table/t/index/i',
          IndexStatus: 'CREATING',
          Backfilling: true,
          ProvisionedThroughput: {
            NumberOfDecreasesToday: 2,
            ReadCapacityUnits: 0,
            WriteCapacityUnits: 0,
          },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'l',
          KeySchema,
          Projection: { ProjectionType: 'ALL' },
          IndexSizeBytes: 0,
          ItemCount: 0,
          IndexArn: 'arn:aws:dynamodb:r:000000000000:table/t/index/l',
        },
      ],
    });
  });
});
