// Registered consumers that records are pushed to, through the unmodified SDK.

import {
  type KinesisClient,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type SubscribeToShardCommandInput,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aStream, firstShard, put, StreamName } from './a-stream.ts';

const start = Date.UTC(2026, 0, 1);
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
const ConsumerARN = `${StreamARN}/consumer/fan:${start / 1000}`;

async function aConsumer() {
  const headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
  const kinesis = await aStream(headwater);
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'fan' }));
  return { headwater, kinesis, [Symbol.asyncDispose]: () => headwater.close() };
}

async function subscribe(
  kinesis: KinesisClient,
  position: SubscribeToShardCommandInput['StartingPosition'] = { Type: 'TRIM_HORIZON' },
) {
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId: firstShard, StartingPosition: position }),
  );
  const events = (EventStream as NonNullable<typeof EventStream>)[Symbol.asyncIterator]();
  return {
    async next(): Promise<SubscribeToShardEvent | undefined> {
      const { value, done } = await events.next();
      return done === true ? undefined : value.SubscribeToShardEvent;
    },
    /** What the events bring until there are so many records. */
    async texts(count: number): Promise<string[]> {
      const texts: string[] = [];
      while (texts.length < count) {
        const event = await this.next();
        if (event === undefined) break;
        texts.push(...textsOf(event));
      }
      return texts;
    },
    end: () => events.return?.(),
  };
}

function textsOf({ Records = [] }: SubscribeToShardEvent): string[] {
  return Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString());
}

describe('a subscription', () => {
  test('brings what there is and what comes, and says where to go on', async () => {
    await using consumer = await aConsumer();
    const { kinesis } = consumer;
    const { SequenceNumber } = await put(kinesis, 'a');
    const events = await subscribe(kinesis);
    expect(await events.next()).toEqual({
      Records: [
        {
          SequenceNumber,
          PartitionKey: 'key',
          Data: new Uint8Array(Buffer.from('a')),
          ApproximateArrivalTimestamp: new Date(start),
        },
      ],
      ContinuationSequenceNumber: SequenceNumber,
      MillisBehindLatest: 0,
    });
    await put(kinesis, 'b');
    expect(await events.texts(1)).toEqual(['b']);
    await events.end();
  });

  test('goes on behind the number that the one before gave', async () => {
    await using consumer = await aConsumer();
    const { headwater, kinesis } = consumer;
    await put(kinesis, 'a');
    const first = await subscribe(kinesis);
    const event = await first.next();
    await first.end();
    await put(kinesis, 'b');
    await headwater.clock.advance('5s');
    const second = await subscribe(kinesis, {
      Type: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: event?.ContinuationSequenceNumber,
    });
    expect(await second.texts(1)).toEqual(['b']);
    await second.end();
  });

  test('says every five seconds that it is alive, for five minutes', async () => {
    await using consumer = await aConsumer();
    const { headwater, kinesis } = consumer;
    const events = await subscribe(kinesis, { Type: 'LATEST' });
    expect(await events.next()).toMatchObject({ Records: [] });
    await headwater.clock.advance('5s');
    expect(await events.next()).toMatchObject({ Records: [], MillisBehindLatest: 0 });
    await headwater.clock.advance('5m');
    let event: SubscribeToShardEvent | undefined;
    do event = await events.next();
    while (event !== undefined);
  });

  test('ends with the shard, and names its children', async () => {
    await using consumer = await aConsumer();
    const { kinesis } = consumer;
    const events = await subscribe(kinesis, { Type: 'LATEST' });
    await events.next();
    await kinesis.send(
      new SplitShardCommand({ StreamName, ShardToSplit: firstShard, NewStartingHashKey: '1000' }),
    );
    const last = await events.next();
    expect(last?.ChildShards?.map(({ ShardId }) => ShardId?.at(-1))).toEqual(['1', '2']);
    expect(last?.ContinuationSequenceNumber).toBeUndefined();
    expect(await events.next()).toBeUndefined();
  });

  test('gives way to another of the same consumer, but not within five seconds', async () => {
    await using consumer = await aConsumer();
    const { headwater, kinesis } = consumer;
    const first = await subscribe(kinesis);
    await first.next();
    await expect(subscribe(kinesis)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await headwater.clock.advance('5s');
    const second = await subscribe(kinesis);
    await put(kinesis, 'a');
    expect(await second.texts(1)).toEqual(['a']);
    expect(await first.texts(1)).toEqual([]);
    await second.end();
  });

  test('does not hold up a server that stops', async () => {
    const { headwater, kinesis } = await aConsumer();
    const events = await subscribe(kinesis);
    await events.next();
    await headwater.close();
    expect(await events.next().catch(() => undefined)).toBeUndefined();
  });

  test('is for consumers and shards that there are', async () => {
    await using consumer = await aConsumer();
    const { kinesis } = consumer;
    const asked = {
      ConsumerARN,
      ShardId: firstShard,
      StartingPosition: { Type: 'LATEST' },
    } as const;
    for (const other of [{ ConsumerARN: `${ConsumerARN}0` }, { ShardId: 'shardId-000000000007' }]) {
      await expect(
        kinesis.send(new SubscribeToShardCommand({ ...asked, ...other })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});
