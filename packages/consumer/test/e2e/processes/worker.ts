// A worker as a process of its own, which tells what it does in lines of JSON: `worker.ts '{"name":"a",...}'`.

import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { ChangeRecord } from '../../../src/change-record.ts';
import { dynamodbLeases } from '../../../src/dynamodb-leases.ts';
import { dynamodbStreamsSource } from '../../../src/dynamodb-streams.ts';
import { headwaterWakeUp } from '../../../src/headwater-wake-up.ts';
import { StreamConsumer } from '../../../src/stream-consumer.ts';
import type { Order } from '../a-stream.ts';

export interface WorkerConfig {
  readonly name: string;
  readonly endpoint: string;
  readonly streamArn: string;
  readonly leaseMs: number;
  /** The first record of this version stays in the handler, until the process goes on after it was stopped. */
  readonly holdAt?: number;
}

/** What a worker tells: nanoseconds of the machine's steady clock, which all processes share. */
export type WorkerLine = { readonly at: string } & WorkerNews;

export type WorkerNews =
  | RecordNews
  | { readonly type: 'lease-taken' | 'lease-lost'; readonly shardId: string }
  | { readonly type: 'ended'; readonly reason: string };

export interface RecordNews {
  readonly type: 'holding' | 'processed';
  readonly shardId: string;
  readonly order: Order;
}

const { name, endpoint, streamArn, leaseMs, holdAt }: WorkerConfig = JSON.parse(
  process.argv[2] ?? '{}',
);
const config = {
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: '000000000000', secretAccessKey: 'headwater' },
};
let isHeld = holdAt === undefined;

const consumer = new StreamConsumer<ChangeRecord<Order>>({
  application: 'orders',
  worker: name,
  source: dynamodbStreamsSource<Order>({
    client: new DynamoDBStreamsClient(config),
    streamArn,
    wakeUp: headwaterWakeUp({ endpoint }),
  }),
  store: dynamodbLeases({ client: new DynamoDBClient(config), tableName: 'leases' }),
  leases: { durationMs: leaseMs },
  async handler({ records }) {
    for (const { shardId, new: order } of records) {
      const { id = '', version = 0 } = order ?? {};
      const line = { shardId, order: { id, version } };
      if (!isHeld && version === holdAt) {
        isHeld = true;
        const resumed = once(process, 'SIGCONT');
        tell({ type: 'holding', ...line });
        await resumed;
      }
      tell({ type: 'processed', ...line });
    }
  },
  onEvent(event) {
    const { type } = event;
    if (type === 'lease-taken' || type === 'lease-lost') tell({ type, shardId: event.shardId });
  },
});
// Nothing else keeps the process alive while everything waits.
const alive = setInterval(() => {}, 1_000_000);
await consumer.start();
tell({ type: 'ended', reason: await consumer.done });
clearInterval(alive);
process.exit();

function tell(news: WorkerNews): void {
  process.stdout.write(`${JSON.stringify({ ...news, at: String(process.hrtime.bigint()) })}\n`);
}
