// The hand-written consumer of examples/custom-consumer, as its users run it: a process of its own that
// knows nothing of Headwater but AWS_ENDPOINT_URL.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DeleteItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const script = fileURLToPath(
  new URL('../../../../examples/custom-consumer/consumer.mjs', import.meta.url),
);

test('a custom consumer reads every shard of a stream to its end', async () => {
  await using headwater = await startHeadwater({ region: 'eu-central-1' });
  await aTable(headwater, { name: 'orders', partitions: 3 });
  const consumer = spawn(process.execPath, [script, 'orders'], {
    env: {
      AWS_ENDPOINT_URL: headwater.endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_SECRET_ACCESS_KEY: 'any',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(consumer, 'exit');
  const lines = createInterface({ input: consumer.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);

  expect(await nextLine()).toMatch(
    /^Stream ARN: arn:aws:dynamodb:eu-central-1:000000000000:table\/orders\/stream\/2/,
  );
  expect(await nextLine()).toBe('Found 3 shard(s)');

  const names = Array.from({ length: 10 }, (_, index) => `order ${index}`);
  await putItems(
    headwater,
    'orders',
    names.map((name) => ({ p: { S: name } })),
  );
  await headwater.dynamodb.send(
    new DeleteItemCommand({ TableName: 'orders', Key: { p: { S: 'order 3' } } }),
  );
  await headwater.dynamodb.send(
    new UpdateTableCommand({
      TableName: 'orders',
      StreamSpecification: { StreamEnabled: false },
    }),
  );
  const rest = [];
  for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(line);
  expect(rest.pop()).toBe('Stream consumer finished');
  const records = rest.map((line) => JSON.parse(line) as object);
  const image = (name: string) => ({ p: { S: name } });
  expect(records).toHaveLength(11);
  expect(records).toEqual(
    expect.arrayContaining([
      ...names.map((name) => ({
        eventName: 'INSERT',
        Keys: image(name),
        NewImage: image(name),
      })),
      { eventName: 'REMOVE', Keys: image('order 3'), OldImage: image('order 3') },
    ]),
  );
  expect(await exited).toEqual([0, null]);
});
