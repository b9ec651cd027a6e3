import { expect, test } from 'vitest';
import type { CapacityUse } from '../../database/database.ts';
import { consumedCapacity } from './consumed-capacity.ts';

const use: CapacityUse = {
  table: 'abc',
  tableUnits: 1,
  indexes: [
    { index: 'local', kind: 'local', units: 0.5 },
    { index: 'first', kind: 'global', units: 2 },
    { index: 'second', kind: 'global', units: 3 },
  ],
};

test.each([undefined, 'NONE'])('nothing when %s is asked for', (asked) => {
  expect(consumedCapacity(asked, use, 'abc')).toBeUndefined();
});

test('the total is that of table and indexes', () => {
  expect(consumedCapacity('TOTAL', use, 'arn')).toEqual({ TableName: 'arn', CapacityUnits: 6.5 });
});

test('the parts are the table and each index that was used', () => {
  expect(consumedCapacity('INDEXES', use, 'abc')).toEqual({
    TableName: 'abc',
    CapacityUnits: 6.5,
    Table: { CapacityUnits: 1 },
    LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } },
    GlobalSecondaryIndexes: { first: { CapacityUnits: 2 }, second: { CapacityUnits: 3 } },
  });
  expect(consumedCapacity('INDEXES', { ...use, indexes: [] }, 'abc')).toEqual({
    TableName: 'abc',
    CapacityUnits: 1,
    Table: { CapacityUnits: 1 },
  });
});
