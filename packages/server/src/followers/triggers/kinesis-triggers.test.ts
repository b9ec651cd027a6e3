// Triggers on Kinesis streams, under a clock that stands still: what AWS was observed to deliver (LocalStack's
// recordings), and what its guides say.

import { describe, expect, onTestFinished, test } from 'vitest';
import { utf8Bytes } from '../../base/bytes.ts';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { openKinesis } from '../../kinesis/open-kinesis.ts';
import { putRecord } from '../../kinesis/records/put-records.ts';
import { splitShard } from '../../kinesis/shards/split-shard.ts';
import { kinesisStreamArn } from '../../kinesis/stream.ts';
import { consumerArn, registerConsumer } from '../../kinesis/streams/consumers.ts';
import { createStream } from '../../kinesis/streams/create-stream.ts';
import { deleteStream } from '../../kinesis/streams/delete-stream.ts';
import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import type { FailedBatch } from '../delivery/delivery.ts';
import { openTriggerEngine } from './open-trigger-engine.ts';
import { isKinesisSource, kinesisSources } from './sources/kinesis-source.ts';
import {
  HandlerError,
  mappingOf,
  type MappingChange,
  queue,
  TestInvocations,
  uuid,
} from './testing/open-test-engine.ts';
import { StreamNotFound } from './trigger-engine.ts';

const scope = { account: '000000000000', region: 'eu-central-1' };
const name = { ...scope, name: 'events' };
const arn = kinesisStreamArn(name);
const role = 'arn:aws:iam::000000000000:role/reader';
const shard = 'shardId-000000000000';
const minute = 60_000;

interface KinesisEvent {
  readonly Records: readonly {
    readonly kinesis: {
      readonly partitionKey: string;
      readonly data: string;
      readonly sequenceNumber: string;
    };
    readonly eventSourceARN: string;
  }[];
}

function textsOf(event: unknown): string[] {
  return (event as KinesisEvent).Records.map(({ kinesis }) =>
    Buffer.from(kinesis.data, 'base64').toString(),
  );
}

async function openStream(shardCount = 1) {
  const runtime = manualRuntime({ startAt: Date.UTC(2026, 0, 1) + 123 });
  const { clock } = runtime;
  const store = await openSqliteStore({ location: 'memory', durability: 'os' });
  const failures: unknown[] = [];
  const kinesis = await openKinesis({
    store,
    runtime,
    transitionMs: 0,
    enforceLimits: false,
    onFailure: (error) => failures.push(error),
  });
  await createStream(kinesis, { ...name, mode: 'PROVISIONED', shardCount, tags: [] });
  const invocations = new TestInvocations(() => clock.now());
  const sent: FailedBatch[] = [];
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const engine = openTriggerEngine({
    store,
    runtime,
    invocations,
    delivery: {
      async deliver(_to, failed) {
        sent.push(failed);
      },
    },
    sources: [kinesisSources({ open: async () => kinesis, roleOf: async () => role })],
    log: { info: note, warn: note, error: note },
  });
  const leave = [clock.join(() => engine.settled()), clock.join(() => kinesis.settled())];
  onTestFinished(async () => {
    for (const end of leave) end();
    await engine[Symbol.asyncDispose]();
    await kinesis[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    expect(failures).toEqual([]);
  });
  return {
    kinesis,
    clock,
    engine,
    invocations,
    sent,
    lines,
    get texts(): string[][] {
      return invocations.calls.map(({ event }) => textsOf(event));
    },
    put: (text: string, partitionKey = 'key') =>
      putRecord(kinesis, name, { partitionKey, data: utf8Bytes(text) }),
    start: (change: MappingChange & Partial<EventSourceMapping> = {}) => {
      const { startingPosition, eventSourceArn = arn, ...rest } = change;
      const mapping = mappingOf(eventSourceArn, rest);
      return engine.start(
        startingPosition === undefined ? mapping : { ...mapping, startingPosition },
      );
    },
    settle: () => clock.advance(0),
  };
}

describe('a function gets', () => {
  test('records as AWS delivers them', async () => {
    const stream = await openStream();
    await stream.start({ from: 'LATEST' });
    const { sequenceNumber } = await stream.put('hello', 'test_0');
    await stream.settle();
    expect(stream.invocations.calls.map(({ event }) => event)).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: 'test_0',
              sequenceNumber,
              data: 'aGVsbG8=',
              approximateArrivalTimestamp: Date.UTC(2026, 0, 1) / 1000 + 0.123,
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: `${shard}:${sequenceNumber}`,
            eventName: 'aws:kinesis:record',
            invokeIdentityArn: role,
            awsRegion: 'eu-central-1',
            eventSourceARN: arn,
          },
        ],
      },
    ]);
  });

  test('all that there is, in batches, from TRIM_HORIZON', async () => {
    const stream = await openStream();
    for (let count = 0; count < 12; count += 1) await stream.put(String(count));
    await stream.start({ batchSize: 10 });
    await stream.settle();
    expect(stream.texts.map(({ length }) => length)).toEqual([10, 2]);
    expect(stream.texts.flat()).toEqual(Array.from({ length: 12 }, (_, count) => String(count)));
  });

  test('what came at a time or later', async () => {
    const stream = await openStream();
    await stream.put('old');
    await stream.clock.advance(minute);
    await stream.put('new');
    const time = stream.clock.now() - 1;
    await stream.start({ startingPosition: { type: 'AT_TIMESTAMP', time } });
    await stream.settle();
    expect(stream.texts).toEqual([['new']]);
  });

  test('nothing while its trigger is stopped, and then all that it missed', async () => {
    const stream = await openStream();
    await stream.start({ from: 'LATEST' });
    await stream.put('a');
    await stream.settle();
    await stream.engine.stop(uuid);
    await stream.put('b');
    await stream.settle();
    expect(stream.texts).toEqual([['a']]);
    await stream.start({ from: 'LATEST' });
    await stream.settle();
    expect(stream.texts).toEqual([['a'], ['b']]);
  });

  test('records of a consumer under the consumer’s ARN', async () => {
    const stream = await openStream();
    const consumer = await registerConsumer(stream.kinesis, name, { name: 'fan', tags: [] });
    const eventSourceArn = consumerArn(name, consumer);
    await stream.start({ eventSourceArn });
    await stream.put('x');
    await stream.settle();
    const events = stream.invocations.calls.map(({ event }) => event as unknown);
    expect(events).toMatchObject([{ Records: [{ eventSourceARN: eventSourceArn }] }]);
  });
});

describe('filters', () => {
  const dataFilter = JSON.stringify({ data: { event_type: ['one'] } });

  test('see the data as JSON, and drop what is none', async () => {
    const stream = await openStream();
    await stream.start({ filters: [dataFilter] });
    for (const text of [
      '{"event_type":"one","message":"foo"}',
      '{"event_type":"two"}',
      'event_type one',
      '["one"]',
    ]) {
      await stream.put(text);
    }
    await stream.settle();
    expect(stream.texts).toEqual([['{"event_type":"one","message":"foo"}']]);
  });

  test('that ask for what is absent do not match what is no JSON', async () => {
    const stream = await openStream();
    await stream.start({ filters: [JSON.stringify({ data: { a: [{ exists: false }] } })] });
    await stream.put('plain');
    await stream.put('{"b":1}');
    await stream.settle();
    expect(stream.texts).toEqual([['{"b":1}']]);
  });

  test('see what else a record has, whatever its data', async () => {
    const stream = await openStream();
    await stream.start({ filters: [JSON.stringify({ partitionKey: ['k'] }), dataFilter] });
    await stream.put('plain', 'k');
    await stream.put('plain', 'other');
    await stream.put('{"event_type":"one"}', 'other');
    await stream.settle();
    expect(stream.texts.flat()).toEqual(['plain', '{"event_type":"one"}']);
  });
});

describe('what fails', () => {
  test('goes to the destination after its attempts, with the batch it was in', async () => {
    const stream = await openStream();
    stream.invocations.function = () => {
      throw new HandlerError('no');
    };
    await stream.start({ maximumRetryAttempts: 1, onFailureDestination: queue });
    const { sequenceNumber } = await stream.put('poison');
    await stream.clock.advance(minute);
    expect(stream.invocations.calls).toHaveLength(2);
    expect(stream.sent).toMatchObject([
      {
        condition: 'RetryAttemptsExhausted',
        invokeCount: 2,
        response: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        batch: {
          source: 'kinesis',
          streamArn: arn,
          shardId: shard,
          startSequenceNumber: sequenceNumber,
          endSequenceNumber: sequenceNumber,
          size: 1,
        },
      },
    ]);
  });

  test('is retried from the record that the function names', async () => {
    const stream = await openStream();
    stream.invocations.function = (event) => {
      const { Records } = event as unknown as KinesisEvent;
      const bad = Records.find(({ kinesis }) => kinesis.partitionKey === 'bad');
      return {
        batchItemFailures:
          bad === undefined ? [] : [{ itemIdentifier: bad.kinesis.sequenceNumber }],
      };
    };
    await stream.start({
      batchSize: 3,
      maximumRetryAttempts: 3,
      reportBatchItemFailures: true,
      onFailureDestination: queue,
    });
    for (const key of ['a', 'b', 'bad']) await stream.put(key, key);
    await stream.clock.advance(5 * minute);
    expect(stream.texts.flat().filter((text) => text === 'bad')).toHaveLength(4);
    expect(stream.texts.flat().filter((text) => text === 'a')).toHaveLength(1);
    expect(stream.sent).toMatchObject([
      { invokeCount: 4, response: { functionError: null }, batch: { size: 1 } },
    ]);
  });

  test('ends when its records are too old', async () => {
    const stream = await openStream();
    await stream.put('old');
    await stream.clock.advance(2 * minute);
    await stream.start({ maximumRecordAgeSeconds: 60, onFailureDestination: queue });
    await stream.settle();
    expect(stream.invocations.calls).toEqual([]);
    expect(stream.sent).toMatchObject([{ condition: 'RecordAgeExceeded', invokeCount: 1 }]);
    expect(stream.sent[0]).not.toHaveProperty('response');
  });
});

describe('over time', () => {
  test('children are read behind their parent, with the order of each key', async () => {
    const stream = await openStream();
    await stream.start({ batchSize: 2 });
    for (const text of ['1', '2', '3']) await stream.put(text);
    await splitShard(stream.kinesis, name, {
      shard,
      at: '170141183460469231731687303715884105728',
    });
    for (const text of ['4', '5']) await stream.put(text);
    await stream.settle();
    expect(stream.texts.flat()).toEqual(['1', '2', '3', '4', '5']);
    const report = await stream.engine.report(uuid);
    expect(report?.shards.length).toBeGreaterThan(0);
  });

  test('a trigger at the end of a shard goes on in its children', async () => {
    const stream = await openStream();
    await stream.start();
    await stream.put('1');
    await stream.settle();
    await splitShard(stream.kinesis, name, {
      shard,
      at: '170141183460469231731687303715884105728',
    });
    await stream.settle();
    await stream.put('2', 'a');
    await stream.put('3', 'b');
    await stream.settle();
    expect(stream.texts.flat().toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['1', '2', '3']);
  });

  test('records that go unread are told of as a gap', async () => {
    const stream = await openStream();
    await stream.start();
    await stream.put('1');
    await stream.settle();
    await stream.engine.stop(uuid);
    await stream.put('lost');
    await stream.clock.advance((24 * 60 + 1) * minute);
    await stream.put('3');
    await stream.start();
    await stream.settle();
    expect(stream.texts).toEqual([['1'], ['3']]);
    expect(stream.lines).toContain('Records of a stream went before their trigger read them');
  });

  test('a stream that is deleted ends its trigger', async () => {
    const stream = await openStream();
    await stream.start();
    await stream.settle();
    await deleteStream(stream.kinesis, name, { withConsumers: false });
    await stream.clock.advance(minute);
    await expect(stream.start()).rejects.toThrow(StreamNotFound);
  });
});

test('only streams and consumers that there are can be sources', async () => {
  const { kinesis } = await openStream();
  const is = (text: string, region = scope.region) =>
    isKinesisSource(kinesis, { ...scope, region }, text);
  const consumer = await registerConsumer(kinesis, name, { name: 'fan', tags: [] });
  const fan = consumerArn(name, consumer);
  expect(await Promise.all([is(arn), is(fan)])).toEqual([true, true]);
  const others = [`${arn}x`, `${fan}0`, fan.replace('fan', 'none'), 'arn:aws:kinesis:x'];
  expect(await Promise.all(others.map((text) => is(text)))).toEqual(others.map(() => false));
  expect(await is(arn, 'us-east-1')).toBe(false);
});
