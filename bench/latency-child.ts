// Writes, and measures how long it takes until handlers have it: the writer and all consumers are in this one
// process, so that there is one clock. The consumers differ in how they learn of records, and have the same writes.

import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { dynamodbLeases } from '../packages/consumer/src/dynamodb-leases.ts';
import {
  type DynamoDbStreamsOptions,
  dynamodbStreamsSource,
} from '../packages/consumer/src/dynamodb-streams.ts';
import { headwaterWakeUp } from '../packages/consumer/src/headwater-wake-up.ts';
import { StreamConsumer } from '../packages/consumer/src/stream-consumer.ts';
import { play } from './child-role.ts';
import { clientConfig } from './client-config.ts';
import { createTableInput } from './sample-data.ts';

const role = { measure };
export type LatencyRole = typeof role;

interface Pace {
  readonly name: string;
  readonly writes: number;
  /** Between two writes, at random in this range, so that they fall anywhere between two reads. */
  readonly pauseMs: readonly [least: number, most: number];
}

/** Milliseconds from sending a write. */
export interface Delays {
  readonly pace: string;
  /** Until it is acknowledged. */
  readonly acknowledged: readonly number[];
  /** Until the handler has it, by how the consumer learns of it. */
  readonly handled: Readonly<Record<string, readonly number[]>>;
}

const PACES: readonly Pace[] = [
  { name: '10 writes a second', writes: 200, pauseMs: [50, 150] },
  { name: 'a write every 2 seconds', writes: 25, pauseMs: [1000, 3000] },
];

type Way = (url: string) => Pick<DynamoDbStreamsOptions, 'polling' | 'wakeUp'>;

const WAYS: Readonly<Record<string, Way>> = {
  'by default (200 ms, idle 1 s)': () => ({}),
  'minPollMs 50, idlePollMs 50': () => ({ polling: { minPollMs: 50, idlePollMs: 50 } }),
  'minPollMs 0, idlePollMs 5': () => ({ polling: { minPollMs: 0, idlePollMs: 5 } }),
  'woken by headwaterWakeUp': (endpoint) => ({ wakeUp: headwaterWakeUp({ endpoint }) }),
};

interface Change {
  readonly id: string;
}

play(role);

async function measure(url: string): Promise<Delays[]> {
  const measured: Delays[] = [];
  for (const [index, pace] of PACES.entries()) {
    measured.push(await atPace(url, pace, `latency-${index}`));
  }
  return measured;
}

async function atPace(url: string, pace: Pace, table: string): Promise<Delays> {
  const dynamodb = new DynamoDB(clientConfig(url));
  const client = new DynamoDBStreamsClient(clientConfig(url));
  const { TableDescription } = await dynamodb.createTable({
    ...structuredClone(createTableInput),
    TableName: table,
  } as Parameters<typeof dynamodb.createTable>[0]);
  const streamArn = TableDescription?.LatestStreamArn ?? '';
  const sentAt = new Map<string, number>();
  const acknowledged: number[] = [];
  const handled = new Map<string, number[]>(Object.keys(WAYS).map((name) => [name, []]));
  const all = Promise.withResolvers<void>();

  const consumers = Object.entries(WAYS).map(
    ([name, way]) =>
      new StreamConsumer({
        application: `${table} ${name}`,
        source: dynamodbStreamsSource<Change>({ client, streamArn, ...way(url) }),
        store: dynamodbLeases({ client: dynamodb, tableName: 'leases' }),
        handler({ records }) {
          const now = performance.now();
          for (const { keys } of records) {
            handled.get(name)?.push(now - (sentAt.get(keys.id ?? '') ?? Number.NaN));
          }
          const isDone = [...handled.values()].every(({ length }) => length === pace.writes);
          if (isDone) all.resolve();
        },
      }),
  );
  for (const consumer of consumers) await consumer.start();
  for (let count = 0; count < pace.writes; count += 1) {
    const [least, most] = pace.pauseMs;
    await sleep(least + (most - least) * Math.random());
    const id = `write ${count}`;
    const now = performance.now();
    sentAt.set(id, now);
    await dynamodb.putItem({ TableName: table, Item: { id: { S: id } } });
    acknowledged.push(performance.now() - now);
  }
  await all.promise;
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  return { pace: pace.name, acknowledged, handled: Object.fromEntries(handled) };
}
