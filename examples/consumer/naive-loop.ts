// The loop that everyone writes first. It works until a shard ends, which it does after four hours or when its
// partition splits: then the loop is done, and whatever is written from then on is never read.
// It keeps its place in memory, handles everything again after a restart, and dies of the first error.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Order } from './orders.ts';

export interface NaiveOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Between two reads of a shard. */
  readonly pauseMs: number;
  onOrder(order: Order): void;
}

export async function naiveLoop({ client, streamArn, ...options }: NaiveOptions): Promise<void> {
  const { StreamDescription } = await client.send(
    new DescribeStreamCommand({ StreamArn: streamArn }),
  );
  await Promise.all(
    (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamArn: streamArn,
          ShardId,
          ShardIteratorType: 'TRIM_HORIZON',
        }),
      );
      await readShard(client, ShardIterator, options);
    }),
  );
}

async function readShard(
  client: DynamoDBStreamsClient,
  first: string | undefined,
  { pauseMs, onOrder }: Pick<NaiveOptions, 'pauseMs' | 'onOrder'>,
): Promise<void> {
  let iterator = first;
  while (iterator !== undefined) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
    for (const { dynamodb } of page.Records ?? []) {
      const { id, total } = dynamodb?.NewImage ?? {};
      if (id?.S !== undefined) onOrder({ id: id.S, total: Number(total?.N) });
    }
    iterator = page.NextShardIterator;
    if (iterator !== undefined) await sleep(pauseMs);
  }
}
