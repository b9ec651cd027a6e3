import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { changeRecord, type RawChange } from './change-record.ts';

const raw: RawChange = {
  eventID: 'e1',
  eventName: 'MODIFY',
  dynamodb: {
    ApproximateCreationDateTime: new Date(1_700_000_000_000),
    Keys: { p: { S: 'a' }, s: { N: '1' } },
    OldImage: { p: { S: 'a' }, s: { N: '1' }, count: { N: '1' } },
    NewImage: { p: { S: 'a' }, s: { N: '1' }, count: { N: '2' } },
    SequenceNumber: '100000000000000000001',
    SizeBytes: 33,
  },
};

interface Thing {
  p: string;
  s: number;
  count: number;
}

test('a change as plain values', () => {
  const record = changeRecord<Thing>(raw, 'shard');
  const { kind, keys, old, new: after, ...own } = record;
  expect({ kind, keys, old, after }).toEqual({
    kind: 'modify',
    keys: { p: 'a', s: 1 },
    old: { p: 'a', s: 1, count: 1 },
    after: { p: 'a', s: 1, count: 2 },
  });
  expect(own).toMatchObject({ shardId: 'shard', sequenceNumber: '100000000000000000001', raw });
  expect(record).toMatchObject({
    time: 1_700_000_000_000,
    sizeBytes: 33,
    eventId: 'e1',
    expired: false,
  });
  expect(JSON.stringify(record)).toContain('"new":{"p":"a","s":1,"count":2}');
  expect(inspect(record)).toContain('count: 2');
});

test('a change as attribute values', () => {
  const record = changeRecord(raw, 'shard', { values: 'attribute-values' });
  expect(record.new).toBe(raw.dynamodb?.NewImage);
});

test('what a view type leaves out is undefined', () => {
  const { NewImage: _, OldImage: __, ...rest } = raw.dynamodb ?? {};
  const record = changeRecord({ ...raw, dynamodb: rest }, 'shard');
  expect([record.old, record.new, record.keys]).toEqual([undefined, undefined, { p: 'a', s: 1 }]);
});

test('time to live is told from people', () => {
  const userIdentity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };
  const record = changeRecord({ ...raw, eventName: 'REMOVE', userIdentity }, 'shard');
  expect([record.kind, record.expired]).toEqual(['remove', true]);
});

test('the key is the same for the same item, and different for others', () => {
  const keyOf = (Keys: NonNullable<RawChange['dynamodb']>['Keys']) =>
    changeRecord({ ...raw, dynamodb: { Keys } }, 'shard').key;
  expect(keyOf({ s: { N: '1' }, p: { S: 'a' } })).toBe(keyOf({ p: { S: 'a' }, s: { N: '1' } }));
  const keys = [
    keyOf({ p: { S: 'a' }, s: { S: 'b' } }),
    keyOf({ p: { S: 'a","b' } }),
    keyOf({ p: { S: 'ab' }, s: { S: '' } }),
    keyOf({ p: { B: Uint8Array.of(1, 23) } }),
    keyOf({ p: { B: Uint8Array.of(12, 3) } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('an unknown kind is an error when it is asked for', () => {
  expect(() => changeRecord({ ...raw, eventName: 'UPSERT' }, 'shard').kind).toThrow('"UPSERT"');
});
