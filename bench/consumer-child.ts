// Reads the one shard of a stream from its oldest record on, in one of several ways, and tells how fast. A process
// of its own for each time: one of the readers cannot be stopped cleanly.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record as SdkRecord,
  DescribeStreamCommand,
  DynamoDBStreams,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import openReadable from 'dynamodb-streams-readable';
import { dynamodbLeases } from '../packages/consumer/src/dynamodb-leases.ts';
import { dynamodbStreamsSource } from '../packages/consumer/src/dynamodb-streams.ts';
import { StreamConsumer } from '../packages/consumer/src/stream-consumer.ts';
import { play } from './child-role.ts';
import { clientConfig } from './client-config.ts';

const role = { read };
export type ConsumerRole = typeof role;

export type ReaderName = 'bare' | 'consumer' | 'readable';

export interface Reading {
  readonly reader: ReaderName;
  readonly url: string;
  readonly streamArn: string;
  /** Names the leases: no two readings share them. */
  readonly application: string;
  /** Whether the handler makes the new image plain values, or does nothing at all. */
  readonly images: boolean;
  /** Not measured. */
  readonly warmUpRecords: number;
  /** How many there are, these included. */
  readonly records: number;
}

export interface ReadSpeed {
  readonly recordsPerSecond: number;
  /** Of this process, for one record. */
  readonly cpuMicroseconds: number;
}

play(role);

/** Counts records from behind the warm-up to the last. */
class Stretch {
  readonly #reading: Reading;
  readonly #end = Promise.withResolvers<ReadSpeed>();
  #seen = 0;
  #start: { seen: number; time: number; cpu: NodeJS.CpuUsage } | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  get speed(): Promise<ReadSpeed> {
    return this.#end.promise;
  }

  fail(error: unknown): void {
    this.#end.reject(error);
  }

  add(count: number): void {
    this.#seen += count;
    if (this.#start === undefined) {
      if (this.#seen < this.#reading.warmUpRecords) return;
      this.#start = { seen: this.#seen, time: performance.now(), cpu: process.cpuUsage() };
    } else if (this.#seen === this.#reading.records) {
      const { seen, time, cpu } = this.#start;
      const { user, system } = process.cpuUsage(cpu);
      const read = this.#seen - seen;
      this.#end.resolve({
        recordsPerSecond: (1000 * read) / (performance.now() - time),
        cpuMicroseconds: (user + system) / read,
      });
    }
  }
}

async function read(reading: Reading): Promise<ReadSpeed> {
  const stretch = new Stretch(reading);
  const client = new DynamoDBStreams(clientConfig(reading.url));
  const done = readers[reading.reader](client, reading, stretch);
  await Promise.race([done, stretch.speed]);
  return stretch.speed;
}

/** What a user would do with records as the SDK has them. */
function handle(records: readonly SdkRecord[], { images }: Reading): void {
  if (!images) return;
  for (const { dynamodb } of records) {
    if (dynamodb?.NewImage !== undefined) unmarshall(dynamodb.NewImage);
  }
}

const readers: Readonly<
  Record<
    ReaderName,
    (client: DynamoDBStreams, reading: Reading, stretch: Stretch) => Promise<unknown>
  >
> = {
  async bare(client, reading, stretch) {
    const { streamArn: StreamArn } = reading;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
    for (let seen = 0; seen < reading.records && ShardIterator !== undefined;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }));
      const records = page.Records ?? [];
      handle(records, reading);
      seen += records.length;
      stretch.add(records.length);
      ShardIterator = page.NextShardIterator;
    }
  },

  async consumer(client, reading, stretch) {
    const { streamArn, application, images, url } = reading;
    const consumer = new StreamConsumer({
      application,
      source: dynamodbStreamsSource({ client, streamArn, polling: { minPollMs: 0 } }),
      store: dynamodbLeases({ client: new DynamoDBClient(clientConfig(url)), tableName: 'leases' }),
      handler({ records }) {
        if (images) for (const record of records) void record.new;
        stretch.add(records.length);
      },
    });
    await consumer.start();
    await stretch.speed;
    await consumer.stop();
  },

  async readable(client, reading, stretch) {
    // 0 would be half a second, the default.
    const readable = openReadable(client, reading.streamArn, { readInterval: 1 });
    readable.on('data', (records: SdkRecord[]) => {
      handle(records, reading);
      stretch.add(records.length);
    });
    readable.on('error', (error) => stretch.fail(error));
    await stretch.speed;
  },
};
