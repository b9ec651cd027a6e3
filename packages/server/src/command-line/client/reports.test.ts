// What the commands print of what the server answers.

import { expect, test } from 'vitest';
import type { Fault } from '../../control/faults/fault.ts';
import type { RecordView } from '../../control/records/record-view.ts';
import type { ShardView } from '../../control/shards/shard-view.ts';
import { readClock } from './clock.ts';
import type { ControlClient } from './control-client.ts';
import { addFault, clearFaults, listFaults } from './faults.ts';
import { findRecords } from './records.ts';
import { changeShards, listShards } from './shards.ts';

/** A server that answers everything with the same, and what it was asked. */
function answering(answer: unknown) {
  const asked: unknown[] = [];
  const take = async (...parameters: unknown[]) => {
    asked.push(...parameters);
    return answer;
  };
  return { client: { get: take, post: take } as unknown as ControlClient, asked };
}

function lines(text: string): string[] {
  return text.split('\n');
}

const scope = { region: 'eu-west-1', account: '123456789012' };

test.each([
  [{ mode: 'running', offsetMs: 0 }, "running, as the machine's clock"],
  [{ mode: 'frozen', offsetMs: -90_000 }, "frozen, 1m 30s behind the machine's clock"],
  [{ mode: 'running', offsetMs: 14_400_000 }, "running, 4h ahead of the machine's clock"],
])('the clock: %j', async (reading, text) => {
  const { client } = answering({ now: '2026-01-01T00:00:00.000Z', epochMs: 0, ...reading });
  expect((await readClock(client)).text).toBe(`2026-01-01 00:00:00Z, ${text}`);
});

const parent: ShardView = {
  shardId: 'shardId-1',
  state: 'closed',
  openedAt: '2026-01-01T00:00:00.000Z',
  closedAt: '2026-01-01T04:00:00.500Z',
  startingSequenceNumber: '100',
  endingSequenceNumber: '199',
  records: 12,
  trimmedRecords: 3,
};

const child: ShardView = {
  shardId: 'shardId-2',
  parentShardId: 'shardId-1',
  state: 'open',
  openedAt: '2026-01-01T04:00:00.500Z',
  startingSequenceNumber: '200',
  records: 0,
  trimmedRecords: 0,
};

test('the shards of each stream, as trees', async () => {
  const stream = {
    streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/x',
    label: 'x',
    status: 'ENABLED',
    viewType: 'KEYS_ONLY',
    retentionMs: 5_400_000,
    shards: [parent, child],
  };
  const { client, asked } = answering({ streams: [stream, { ...stream, shards: [child] }] });
  const { text, json } = await listShards(client, { ...scope, table: 't' });
  expect(asked).toEqual(['shards', { ...scope, table: 't' }]);
  expect(json).toEqual({ streams: [stream, { ...stream, shards: [child] }] });
  expect(lines(text)).toEqual([
    'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/x',
    'ENABLED, KEYS_ONLY, records stay 1h 30m',
    '',
    'SHARD         STATE   RECORDS  TRIMMED  OPENED                    CLOSED                    FIRST  LAST',
    'shardId-1     closed  12       3        2026-01-01 00:00:00Z      2026-01-01 04:00:00.500Z  100    199',
    '└─ shardId-2  open    0        0        2026-01-01 04:00:00.500Z                            200',
    '',
    'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/x',
    'ENABLED, KEYS_ONLY, records stay 1h 30m',
    '',
    'SHARD      STATE  RECORDS  TRIMMED  OPENED                    FIRST',
    'shardId-2  open   0        0        2026-01-01 04:00:00.500Z  200',
  ]);
});

test('no stream, with the region in which there is none', async () => {
  const { client } = answering({ streams: [] });
  const { text } = await listShards(client, { ...scope, table: 't' });
  expect(text).toBe('In eu-west-1 there is no stream of a table t.');
});

test('the shards that an action changed, or that none did', async () => {
  const change = { ...scope, action: 'split', table: 't' } as const;
  const { client, asked } = answering({ shards: [child] });
  expect(lines((await changeShards(client, change)).text)).toHaveLength(2);
  expect(asked).toEqual(['shards', change]);
  expect((await changeShards(answering({ shards: [] }).client, change)).text).toBe(
    'Done; no shard of a stream changed.',
  );
});

const readable: RecordView = {
  streamArn: 'arn:s',
  shardId: 'shardId-1',
  sequenceNumber: '101',
  state: 'readable',
  eventName: 'REMOVE',
  keys: { id: { S: 'a\u001b' } },
  expired: true,
  writtenAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-02T00:00:00.000Z',
  reads: [
    { at: '2026-01-01T00:00:01.000Z', reader: 'r1', caller: 'a sdk' },
    { at: '2026-01-01T00:00:02.000Z', reader: 'r2', caller: 'b sdk' },
  ],
  triggers: [
    {
      uuid: 'm-1',
      functionArn: 'arn:f',
      status: 'processed',
      steps: [
        {
          type: 'invoked',
          requestId: 'q-1',
          at: '2026-01-01T00:00:03.000Z',
          durationMs: 12.3,
          attempt: 1,
          batch: { from: '101', to: '102', size: 2 },
          outcome: 'error',
          problem: 'no',
        },
        {
          type: 'retried',
          at: '2026-01-01T00:00:03.000Z',
          nextAttemptAt: '2026-01-01T00:00:04.000Z',
          isCut: true,
        },
      ],
    },
  ],
};

const trimmed: RecordView = {
  streamArn: 'arn:s',
  shardId: 'shardId-1',
  sequenceNumber: '100',
  state: 'trimmed',
  trimmedAt: '2026-01-02T00:00:00.000Z',
  trimReason: 'byte-limit',
  reads: [],
  triggers: [],
};

test('records, where they are or went, and who read them', async () => {
  const { client, asked } = answering({ records: [readable, trimmed] });
  const { text } = await findRecords(client, { ...scope, table: 'a.b', sequenceNumber: '101' });
  expect(asked).toEqual(['records/a.b', { ...scope, sequenceNumber: '101' }]);
  expect(lines(text)).toEqual([
    String.raw`101 REMOVE {"id":{"S":"a\u001b"}} (time to live)`,
    '  stream   arn:s',
    '  shard    shardId-1',
    '  written  2026-01-01 00:00:00Z',
    '  state    readable until 2026-01-02 00:00:00Z',
    '  read     2026-01-01 00:00:01Z by r1, a sdk',
    '           2026-01-01 00:00:02Z by r2, b sdk',
    '  trigger  arn:f: processed (m-1)',
    '    2026-01-01 00:00:03Z attempt 1: error after 12 ms, 2 records, request q-1: no',
    '    2026-01-01 00:00:03Z cut in two, to be handed out again at 2026-01-01 00:00:04Z',
    '',
    '100',
    '  stream   arn:s',
    '  shard    shardId-1',
    '  state    trimmed 2026-01-02 00:00:00Z: byte-limit',
    '  read     never, as far as is known',
  ]);
});

test('no record', async () => {
  const { client } = answering({ records: [] });
  const { text } = await findRecords(client, { ...scope, table: 't', key: '{}' });
  expect(text).toBe('There is no such record.');
});

test('faults', async () => {
  const faults: Fault[] = [
    { id: 'fault-1', fault: 'throttle', operation: ['PutItem', 'GetItem'], share: 0.5, hits: 2 },
    {
      id: 'fault-2',
      fault: 'latency',
      table: 't',
      region: 'eu-west-1',
      account: '1',
      share: 1,
      times: 3,
      until: '2026-01-01T00:00:00.000Z',
      latency: 200,
      hits: 0,
    },
  ];
  expect(lines((await listFaults(answering({ faults }).client)).text)).toEqual([
    'ID       FAULT     CALLS                               SHARE  LEFT  UNTIL                 LATENCY  HITS',
    'fault-1  throttle  PutItem,GetItem                     0.5                                         2',
    'fault-2  latency   all of t in eu-west-1 of account 1         3     2026-01-01 00:00:00Z  200 ms   0',
  ]);
  expect((await listFaults(answering({ faults: [] }).client)).text).toBe('No faults are in force.');
  const { client, asked } = answering({ fault: faults[0] });
  const added = await addFault(client, { fault: 'throttle', share: 0.5 });
  expect(asked).toEqual(['faults', { action: 'add', fault: 'throttle', share: 0.5 }]);
  expect(added.text).toContain('fault-1');
  expect((await clearFaults(answering({ removed: 2 }).client)).text).toBe('Removed 2 faults.');
});
