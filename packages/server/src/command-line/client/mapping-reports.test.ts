// What the commands about mappings print.

import { expect, test } from 'vitest';
import type { MappingDetail, RecordAccountView } from '../../control/mappings/mapping-view.ts';
import { ControlClient } from './control-client.ts';
import { listMappings, recordOfMapping, showMapping } from './mappings.ts';

const scope = { region: 'eu-west-1', account: '000000000000' };

/** A client to which the server answers just this. */
function answering(json: unknown): ControlClient {
  return Object.assign(new ControlClient('http://localhost'), {
    get: () => Promise.resolve(json),
  });
}

const mapping: MappingDetail = {
  uuid: 'm-1',
  eventSourceArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders/stream/2026-01-01T00:00:00',
  functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:log:live',
  state: 'Enabled',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  lastProcessingResult: 'PROBLEM: Function call failed',
  status: 'running',
  lagRecords: 3,
  lagMs: 90_000,
  counts: {
    recordsRead: 3,
    recordsFiltered: 0,
    recordsProcessed: 0,
    recordsDelivered: 0,
    recordsDropped: 0,
    invocations: 2,
    errors: 2,
    throttles: 0,
    retries: 1,
    deliveryErrors: 0,
  },
  startingPosition: 'LATEST',
  settings: {
    enabled: true,
    batchSize: 100,
    batchingWindowSeconds: 0,
    parallelizationFactor: 1,
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
    bisectBatchOnFunctionError: false,
    tumblingWindowSeconds: 0,
    reportBatchItemFailures: false,
    filters: ['{"eventName":["INSERT"]}'],
  },
  tags: {},
  shards: [
    {
      shardId: 'shardId-1',
      phase: 'working',
      lagRecords: 3,
      lagMs: 90_000,
      batches: [
        {
          state: 'backing-off',
          from: '101',
          to: '103',
          size: 3,
          attempts: 2,
          problem: 'no',
          nextAttemptAt: '2026-01-01T00:00:04.000Z',
        },
      ],
    },
  ],
};

test('mappings, with what they are called and how far they are', async () => {
  const { text } = await listMappings(answering({ mappings: [mapping] }), scope);
  expect(text.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['MAPPING', 'STATE', 'FUNCTION', 'SOURCE', 'LAG', 'BEHIND', 'INVOCATIONS', 'ERRORS', 'RESULT'],
    ['m-1', 'Enabled', 'log:live', 'orders', '3', '1m 30s', '2', '2', mapping.lastProcessingResult],
  ]);
  const none = await listMappings(answering({ mappings: [] }), scope);
  expect(none.text).toBe('In eu-west-1 there are no event source mappings.');
});

test('one that has not run, and one whose stream has ended', async () => {
  const { status: _, lagRecords: __, lagMs: ___, counts: ____, ...idle } = mapping;
  const ended = { ...mapping, status: 'ended' };
  const { text } = await listMappings(answering({ mappings: [idle, ended] }), scope);
  const [, first = '', second = ''] = text.split('\n');
  expect(first.split(/ {2,}/)).toEqual([
    'm-1',
    'Enabled',
    'log:live',
    'orders',
    'PROBLEM: Function call failed',
  ]);
  expect(second).toContain('Enabled, ended');
});

test('one mapping, with its shards and what it has trouble with', async () => {
  const { text } = await showMapping(answering({ mapping }), 'm-1', scope);
  const [, lines, shards, problems] = text.split('\n\n');
  expect(lines?.split('\n')).toEqual([
    `function  ${mapping.functionArn}`,
    `source    ${mapping.eventSourceArn}, from LATEST`,
    'settings  enabled true, batchSize 100, batchingWindowSeconds 0, parallelizationFactor 1, maximumRetryAttempts -1, maximumRecordAgeSeconds -1, bisectBatchOnFunctionError false, tumblingWindowSeconds 0, reportBatchItemFailures false, filters ["{\\"eventName\\":[\\"INSERT\\"]}"]',
    'counts    recordsRead 3, recordsFiltered 0, recordsProcessed 0, recordsDelivered 0, recordsDropped 0, invocations 2, errors 2, throttles 0, retries 1, deliveryErrors 0',
  ]);
  expect(shards?.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['SHARD', 'PHASE', 'LAG', 'BEHIND'],
    ['shardId-1', 'working', '3', '1m 30s'],
  ]);
  expect(problems).toBe(
    'shardId-1: backing-off with 3 records from 101 to 103, attempt 2, again at 2026-01-01 00:00:04Z: no',
  );
});

test('what became of a record, step by step', async () => {
  const at = '2026-01-01T00:00:00.000Z';
  const batch = { from: '101', to: '101', size: 1 };
  const destination = 'arn:aws:sqs:eu-west-1:000000000000:failed';
  const record: RecordAccountView = {
    shardId: 'shardId-1',
    sequenceNumber: '101',
    status: 'given-up',
    steps: [
      { type: 'filtered', patterns: ['{"a":[1]}'] },
      { type: 'invoking', requestId: 'q-1', at, attempt: 1, batch },
      {
        type: 'invoked',
        requestId: 'q-1',
        at,
        durationMs: 3.4,
        attempt: 1,
        batch,
        outcome: 'partial',
        firstFailed: '101',
        problem: 'it failed',
      },
      { type: 'retried', at, nextAttemptAt: at, isCut: false },
      { type: 'given-up', at, reason: 'age', invokeCount: 2, batch },
      { type: 'delivery-failed', at, destination, problem: 'no queue', nextAttemptAt: at },
      { type: 'delivery-failed', at, destination, problem: 'no queue' },
      { type: 'delivered', at, destination },
      { type: 'discarded', at },
    ],
  };
  const query = { ...scope, shardId: 'shardId-1', sequenceNumber: '101' };
  const { text } = await recordOfMapping(answering({ record }), 'm-1', query);
  const when = '2026-01-01 00:00:00Z';
  expect(text.split('\n')).toEqual([
    '101 given-up',
    '    no filter matched: {"a":[1]}',
    `    ${when} attempt 1 is under way, request q-1`,
    `    ${when} attempt 1: partial after 3 ms, 1 record, request q-1: it failed`,
    `    ${when} to be handed out again at ${when}`,
    `    ${when} given up after 2 invocations: too old`,
    `    ${when} not delivered to ${destination}, again at ${when}: no queue`,
    `    ${when} not delivered to ${destination}, not again: no queue`,
    `    ${when} delivered to ${destination}`,
    `    ${when} discarded: the mapping has no destination for failures`,
  ]);
});
