// Event source mappings of tables, in scenarios that LocalStack's tests run on AWS (test_lambda_integration_dynamodbstreams.py)
// and of which they keep what AWS answered and delivered. Each returns what is to be compared.

import {
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { aFunction, aMapping, aScene, aTable, events, pass, put } from './a-trigger.ts';
import { aQueue, messages } from './a-queue.ts';

type Item = NonNullable<PutItemCommandInput['Item']>;

const key = 'my_partition_key';
const helloWorld: Item = {
  [key]: { S: 'hello world' },
  binary_key: { B: Buffer.from('foobar') },
};

/** One item, one event. */
export async function oneItem() {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key, view: 'NEW_IMAGE', atOnce: false });
  const created = await aMapping(scene, table.stream, {
    BatchSize: 1,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 1,
  });
  await put(scene, helloWorld);
  await pass(scene);
  return { table, created, events: await events(scene) };
}

/** A mapping that has handed out an item is disabled, and hands out no more. */
export async function disabled() {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key: 'id', view: 'NEW_IMAGE', atOnce: true });
  const created = await aMapping(scene, table.stream, { MaximumBatchingWindowInSeconds: 1 });
  await put(scene, { id: { S: '1' } });
  await pass(scene);
  const { UUID } = created;
  const updated = await scene.lambda.send(
    new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
  );
  await put(scene, { id: { S: '2' } });
  await pass(scene);
  return { table, created, updated, events: await events(scene) };
}

/** The function goes, and the mapping stays. */
export async function functionDeleted() {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key: 'id', view: 'NEW_IMAGE', atOnce: true });
  const created = await aMapping(scene, table.stream);
  await scene.lambda.send(new DeleteFunctionCommand({ FunctionName: 'function' }));
  const listed = await scene.lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: table.stream }),
  );
  return { table, created, listed };
}

/** A function that fails twice on an item, which goes to a queue. */
export async function onFailure() {
  const scene = await aScene();
  await aFunction(scene, `throw new Error('It fails.');`);
  const table = await aTable(scene, { key, view: 'NEW_IMAGE', atOnce: false });
  const queue = await aQueue(scene);
  const created = await aMapping(scene, table.stream, {
    BatchSize: 1,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
  });
  await put(scene, helloWorld);
  await pass(scene, '1m');
  return { table, created, events: await events(scene), messages: await messages(scene, queue) };
}

/** The filter of a mapping is a JSON text, and no object. */
export async function invalidFilter() {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key: 'id', view: 'NEW_AND_OLD_IMAGES', atOnce: false });
  const error: unknown = await aMapping(scene, table.stream, {
    BatchSize: 1,
    FilterCriteria: { Filters: [{ Pattern: 'single-string' }] },
  }).catch((thrown: unknown) => thrown);
  return { error };
}

export async function madeTwice() {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key, view: 'NEW_IMAGE', atOnce: false });
  const input = { MaximumBatchingWindowInSeconds: 1, MaximumRetryAttempts: 1 };
  const created = await aMapping(scene, table.stream, input);
  const error: unknown = await aMapping(scene, table.stream, input).catch(
    (thrown: unknown) => thrown,
  );
  return { table, created, error };
}

export async function noStream(arn: string) {
  const scene = await aScene();
  await aFunction(scene);
  const error: unknown = await aMapping(scene, arn).catch((thrown: unknown) => thrown);
  return { error };
}

/** Two items that a filter is applied to, one after the other. */
export async function filtered(filter: object, items: readonly [Item, Item]) {
  const scene = await aScene();
  await aFunction(scene);
  const table = await aTable(scene, { key: 'id', view: 'NEW_AND_OLD_IMAGES', atOnce: false });
  const created = await aMapping(scene, table.stream, {
    BatchSize: 1,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 1,
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify(filter) }] },
  });
  await put(scene, items[0]);
  await pass(scene);
  const first = await events(scene);
  await put(scene, items[1]);
  await pass(scene);
  return { table, created, first, both: await events(scene) };
}

/** What the four recorded filters are, and the items that they get. */
export const filters = {
  inserts: [
    { eventName: ['INSERT'] },
    [
      { id: { S: 'id_value' }, id2: { S: 'id2_value' } },
      { id: { S: 'id_value' }, id2: { S: 'id2_value' } },
    ],
  ],
  insertsOrChanges: [
    { eventName: ['INSERT', 'MODIFY'] },
    [{ id: { S: 'id_value' } }, { id: { S: 'id_value' }, id2: { S: 'id2_new_value' } }],
  ],
  content: [
    { dynamodb: { NewImage: { presentKey: { S: ['presentValue'] } } } },
    [
      { id: { S: 'id_value_1' }, presentKey: { S: 'presentValue' } },
      { id: { S: 'id_value_2' }, presentKey: { S: 'absentValue' } },
    ],
  ],
  prefix: [
    { dynamodb: { NewImage: { prefix: { S: [{ prefix: 'us-1' }] } } } },
    [
      { id: { S: 'id_value_1' }, prefix: { S: 'us-1-other-suffix' } },
      { id: { S: 'id_value_1' }, prefix: { S: 'other-suffix' } },
    ],
  ],
} as const satisfies Record<string, readonly [object, readonly [Item, Item]]>;

/** Six items, of which the last one is reported as failed whenever it comes. */
export async function reported() {
  const scene = await aScene();
  const answer = `const failed = event.Records.filter(({ dynamodb }) => dynamodb.NewImage.should_fail.BOOL);
    return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };`;
  await aFunction(scene, answer);
  const table = await aTable(scene, { key, view: 'NEW_IMAGE', atOnce: false });
  const queue = await aQueue(scene);
  const created = await aMapping(scene, table.stream, {
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
  });
  for (let index = 0; index < 6; index += 1) {
    await put(scene, { [key]: { S: `testId${index}` }, should_fail: { BOOL: index === 5 } });
  }
  await pass(scene, '5m');
  return { table, created, events: await events(scene), messages: await messages(scene, queue) };
}

/** One item, and a function that answers each time with the same report of failures. */
export async function answered(answer: string) {
  const scene = await aScene();
  await aFunction(scene, `return ${answer};`);
  const table = await aTable(scene, { key, view: 'NEW_IMAGE', atOnce: false });
  const queue = await aQueue(scene);
  await aMapping(scene, table.stream, {
    BatchSize: 1,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
  });
  await put(scene, helloWorld);
  await pass(scene, '5m');
  return { table, events: await events(scene), messages: await messages(scene, queue) };
}
