// One table, the same writes, a split between them: the loop that everyone writes first, and its replacement.

import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../packages/server/src/index.ts';
import { followOrders } from './follow-orders.ts';
import { naiveLoop } from './naive-loop.ts';
import { openOrders, placeOrder, TableName } from './orders.ts';

const ids = Array.from({ length: 20 }, (_, index) => `order-${index}`);

test('a split: the loop loses all that is written behind it, the consumer nothing', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb, streams: client, shards } = headwater;
  const streamArn = await openOrders(dynamodb);
  const placeAll = (total: number) =>
    Promise.all(ids.map((id) => placeOrder(dynamodb, { id, total })));
  /** By order, its totals in the order in which they came. */
  const totals = () => new Map(ids.map((id) => [id, new Array<number>()]));
  const [ofLoop, ofConsumer] = [totals(), totals()];

  const consumer = followOrders({
    client,
    dynamodb,
    streamArn,
    application: 'split',
    polling: { minPollMs: 0, idlePollMs: 20 },
    onChange: ({ new: order }) => {
      ofConsumer.get(order?.id ?? '')?.push(order?.total ?? 0);
    },
  });
  await consumer.start();
  await placeAll(1);
  const reading = Promise.withResolvers<void>();
  const loop = naiveLoop({
    client,
    streamArn,
    pauseMs: 10,
    onOrder({ id, total }) {
      ofLoop.get(id)?.push(total);
      reading.resolve();
    },
  });
  await reading.promise;
  await placeAll(2);
  await shards.split({ table: TableName });
  await placeAll(3);
  await dynamodb.send(
    new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }),
  );

  await loop;
  expect(await consumer.done).toBe('stream-ended');
  const each = (values: readonly number[]) => new Map(ids.map((id) => [id, values]));
  expect(ofLoop).toEqual(each([1, 2]));
  expect(ofConsumer).toEqual(each([1, 2, 3]));
});
