// A table, a function and a mapping between them, for scenarios of which it was recorded what AWS does in them.

import {
  CreateTableCommand,
  type CreateTableCommandOutput,
  PutItemCommand,
  type PutItemCommandInput,
  type StreamViewType,
  UpdateTableCommand,
  type UpdateTableCommandOutput,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';

export interface Scene {
  readonly headwater: Headwater;
  readonly lambda: LambdaClient;
}

/** A server whose clock stands unless it is turned. */
export async function aScene(): Promise<Scene> {
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info() {}, warn() {}, error() {} },
  });
  const lambda = new LambdaClient({ ...headwater.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    lambda.destroy();
    await headwater.close();
  });
  return { headwater, lambda };
}

/** What stands before an event in the log of a function. */
const MARK = 'event ';

/** A function that logs its events. `answer` is JavaScript with `event` at hand. */
export async function aFunction({ lambda }: Scene, answer = 'return {};'): Promise<void> {
  const content = `export const handler = async (event) => {
    console.log('${MARK}' + JSON.stringify(event));
    ${answer}
  };`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'function',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/function',
      Code: { ZipFile: zipOf([{ name: 'index.mjs', content }]) },
    }),
  );
}

export interface MadeTable {
  readonly created: CreateTableCommandOutput;
  /** When the stream was added afterwards. */
  readonly updated?: UpdateTableCommandOutput;
  readonly stream: string;
}

export async function aTable(
  { headwater }: Scene,
  options: {
    readonly key: string;
    readonly view: StreamViewType;
    /** Whether it has a stream from the start. */
    readonly atOnce: boolean;
  },
): Promise<MadeTable> {
  const { key, view, atOnce } = options;
  const StreamSpecification = { StreamEnabled: true, StreamViewType: view };
  const created = await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName: 'table',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...(atOnce ? { StreamSpecification } : {}),
    }),
  );
  if (atOnce) return { created, stream: created.TableDescription?.LatestStreamArn ?? '' };
  const updated = await headwater.dynamodb.send(
    new UpdateTableCommand({ TableName: 'table', StreamSpecification }),
  );
  return { created, updated, stream: updated.TableDescription?.LatestStreamArn ?? '' };
}

export function aMapping(
  { lambda }: Scene,
  stream: string,
  input: Partial<CreateEventSourceMappingCommandInput> = {},
) {
  return lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'function',
      EventSourceArn: stream,
      StartingPosition: 'TRIM_HORIZON',
      ...input,
    }),
  );
}

export async function put({ headwater }: Scene, Item: PutItemCommandInput['Item']): Promise<void> {
  await headwater.dynamodb.send(new PutItemCommand({ TableName: 'table', Item }));
}

/** All that is due within a while is done: by default what batching windows of a second hold back. */
export async function pass({ headwater }: Scene, time = '2s'): Promise<void> {
  await headwater.clock.advance(time);
}

/** The events that the function got, in order. */
export async function events({ headwater }: Scene): Promise<any[]> {
  const lines = await headwater.functions.logs({ name: 'function' });
  return lines
    .map((line) =>
      line.indexOf(MARK) < 0 ? undefined : line.slice(line.indexOf(MARK) + MARK.length),
    )
    .filter((text) => text !== undefined)
    .map((text) => JSON.parse(text) as unknown);
}
