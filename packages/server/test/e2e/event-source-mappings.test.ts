// Event source mappings as the official SDK sees them.

import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  type LambdaServiceException,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { type HeadwaterOptions, startHeadwater } from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const quiet = { info() {}, warn() {}, error() {} };

const archive = zipOf([{ name: 'index.mjs', content: 'export const handler = async () => ({});' }]);

async function started(options: HeadwaterOptions = {}) {
  const headwater = await startHeadwater({ log: quiet, ...options });
  const lambda = new LambdaClient({ ...headwater.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    lambda.destroy();
    await headwater.close();
  });
  return { headwater, lambda };
}

/** A function `orders` and a table with a stream. */
async function prepared(options: HeadwaterOptions = {}) {
  const { headwater, lambda } = await started(options);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'orders',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/orders',
      Code: { ZipFile: archive },
    }),
  );
  const { TableDescription: table } = await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const stream = table?.LatestStreamArn ?? '';
  const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
    lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'orders',
        EventSourceArn: stream,
        StartingPosition: 'TRIM_HORIZON',
        ...input,
      }),
    );
  const update = (input: UpdateEventSourceMappingCommandInput) =>
    lambda.send(new UpdateEventSourceMappingCommand(input));
  const get = (UUID: string | undefined) => lambda.send(new GetEventSourceMappingCommand({ UUID }));
  return { headwater, lambda, stream, create, update, get };
}

/** What the client gets to see of an error. */
async function errorOf(answer: Promise<unknown>) {
  const error = (await answer.then(
    () => new Error('It succeeded.'),
    (thrown: unknown) => thrown,
  )) as LambdaServiceException;
  return [error.name, error.$metadata?.httpStatusCode, error.message];
}

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:orders';
const invalid = (message: string) => ['InvalidParameterValueException', 400, message];

test('a mapping is created, shown, changed and deleted', async () => {
  const { lambda, stream, create, update, get } = await prepared();
  const { $metadata, ...created } = await create();
  expect($metadata.httpStatusCode).toBe(202);
  const { UUID, LastModified } = created;
  expect(UUID).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(Math.abs(Number(LastModified) - Date.now())).toBeLessThan(60_000);
  expect(created).toEqual({
    BatchSize: 100,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    EventSourceArn: stream,
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${UUID}`,
    FunctionArn: arn,
    FunctionResponseTypes: [],
    LastModified,
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    StartingPosition: 'TRIM_HORIZON',
    State: 'Creating',
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
    UUID,
  });
  const { $metadata: got, ...shown } = await get(UUID);
  expect(got.httpStatusCode).toBe(200);
  expect(shown).toEqual({ ...created, State: 'Enabled' });

  const changed = await update({ UUID, BatchSize: 7, MaximumRetryAttempts: 2 });
  expect(changed).toMatchObject({ BatchSize: 7, MaximumRetryAttempts: 2, State: 'Updating' });
  expect(changed.$metadata.httpStatusCode).toBe(202);
  expect(await update({ UUID, Enabled: false })).toMatchObject({
    State: 'Disabling',
    BatchSize: 7,
  });
  expect((await get(UUID)).State).toBe('Disabled');
  expect((await update({ UUID, Enabled: true })).State).toBe('Enabling');

  const deleted = await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(deleted).toMatchObject({ UUID, State: 'Deleting', BatchSize: 7 });
  expect(deleted.$metadata.httpStatusCode).toBe(202);
  const gone = ['ResourceNotFoundException', 404, 'The resource you requested does not exist.'];
  expect(await errorOf(get(UUID))).toEqual(gone);
  expect(await errorOf(update({ UUID }))).toEqual(gone);
  expect(await errorOf(lambda.send(new DeleteEventSourceMappingCommand({ UUID })))).toEqual(gone);
  expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual(
    [],
  );
});

test('every member is kept and answered, and taken away again', async () => {
  const { create, update, get } = await prepared();
  const asked = {
    BatchSize: 10_000,
    MaximumBatchingWindowInSeconds: 300,
    ParallelizationFactor: 10,
    StartingPosition: 'LATEST',
    MaximumRetryAttempts: 10_000,
    MaximumRecordAgeInSeconds: 604_800,
    BisectBatchOnFunctionError: true,
    TumblingWindowInSeconds: 900,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } },
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k',
    MetricsConfig: { Metrics: ['EventCount'] },
    LoggingConfig: { SystemLogLevel: 'WARN' },
    ScalingConfig: { MaximumConcurrency: 2 },
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 10_000 },
  } satisfies Partial<CreateEventSourceMappingCommandInput>;
  const { UUID } = await create({ ...asked, Enabled: false });
  expect(await get(UUID)).toMatchObject({ ...asked, State: 'Disabled' });

  await update({
    UUID,
    FilterCriteria: { Filters: [] },
    DestinationConfig: { OnFailure: {} },
    FunctionResponseTypes: [],
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    TumblingWindowInSeconds: 0,
    KMSKeyArn: '',
    ScalingConfig: {},
    ProvisionedPollerConfig: {},
    LoggingConfig: {},
  });
  const cleared = await get(UUID);
  expect(cleared).toMatchObject({
    BatchSize: 10_000,
    DestinationConfig: { OnFailure: {} },
    FunctionResponseTypes: [],
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    TumblingWindowInSeconds: 0,
    MetricsConfig: { Metrics: ['EventCount'] },
  });
  for (const name of ['FilterCriteria', 'KMSKeyArn', 'ScalingConfig', 'ProvisionedPollerConfig']) {
    expect(cleared).not.toHaveProperty(name);
  }
  // An empty text is no destination, and no filters are none.
  await update({ UUID, DestinationConfig: asked.DestinationConfig });
  await update({ UUID, DestinationConfig: { OnFailure: { Destination: '' } }, FilterCriteria: {} });
  expect((await get(UUID)).DestinationConfig).toEqual({ OnFailure: {} });
});

const constraint = (member: string, value: string | number, rule: string) => [
  'ValidationException',
  400,
  `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
];
const least = (bound: number) => `have value greater than or equal to ${bound}`;
const most = (bound: number) => `have value less than or equal to ${bound}`;

test.each<[string, Partial<CreateEventSourceMappingCommandInput>, unknown]>([
  ['BatchSize', { BatchSize: 0 }, constraint('batchSize', 0, least(1))],
  ['BatchSize', { BatchSize: 10_001 }, constraint('batchSize', 10_001, most(10_000))],
  [
    'MaximumBatchingWindowInSeconds',
    { MaximumBatchingWindowInSeconds: 301 },
    constraint('maximumBatchingWindowInSeconds', 301, most(300)),
  ],
  [
    'ParallelizationFactor',
    { ParallelizationFactor: 11 },
    constraint('parallelizationFactor', 11, most(10)),
  ],
  [
    'MaximumRetryAttempts',
    { MaximumRetryAttempts: -2 },
    constraint('maximumRetryAttempts', -2, least(-1)),
  ],
  [
    'MaximumRecordAgeInSeconds',
    { MaximumRecordAgeInSeconds: 604_801 },
    constraint('maximumRecordAgeInSeconds', 604_801, most(604_800)),
  ],
  [
    'a short MaximumRecordAgeInSeconds',
    { MaximumRecordAgeInSeconds: 59 },
    invalid(
      'MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)',
    ),
  ],
  [
    'TumblingWindowInSeconds',
    { TumblingWindowInSeconds: 901 },
    constraint('tumblingWindowInSeconds', 901, most(900)),
  ],
  [
    'a StartingPosition that is none',
    { StartingPosition: 'invalid' as 'LATEST' },
    constraint(
      'startingPosition',
      'invalid',
      'satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]',
    ),
  ],
  [
    'no StartingPosition',
    { StartingPosition: undefined },
    invalid(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    ),
  ],
  [
    'no EventSourceArn, before all else',
    { EventSourceArn: undefined, StartingPosition: undefined, FunctionName: 'nobody' },
    invalid('Unrecognized event source.'),
  ],
  [
    'OnSuccess',
    { DestinationConfig: { OnSuccess: {} } },
    invalid('Unsupported DestinationConfig parameter for given event source mapping type.'),
  ],
  [
    'Topics',
    { Topics: ['ab'] },
    invalid("Unsupported 'topics' parameter for given event source mapping type."),
  ],
  [
    'a filter that is none',
    { FilterCriteria: { Filters: [{ Pattern: '"text"' }] }, FunctionName: 'nobody' },
    invalid('Invalid filter pattern definition.'),
  ],
  [
    'a filter without a pattern',
    { FilterCriteria: { Filters: [{}] } },
    invalid('Invalid filter pattern definition.'),
  ],
  [
    'six filters',
    { FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"a":[1]}' })) } },
    invalid('An event source mapping has at most 5 filters.'),
  ],
  [
    'a long filter',
    { FilterCriteria: { Filters: [{ Pattern: `{"a":["${'x'.repeat(4096)}"]}` }] } },
    invalid('A filter pattern has at most 4096 characters.'),
  ],
  [
    'a destination that nothing is sent to',
    { DestinationConfig: { OnFailure: { Destination: 'kafka://topic' } } },
    invalid(
      'Headwater sends what a function fails on to SQS queues, SNS topics and S3 buckets, and not to kafka://topic.',
    ),
  ],
  ['a missing function', { FunctionName: 'nobody' }, invalid('Function does not exist')],
  ['a missing version', { FunctionName: 'orders:9' }, invalid('Function does not exist')],
  [
    'a function elsewhere',
    { FunctionName: arn.replace('us-east-1', 'eu-west-1') },
    [
      'ResourceNotFoundException',
      404,
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    ],
  ],
  [
    'a missing stream',
    {
      EventSourceArn:
        'arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2025-02-22T03:03:25.490',
    },
    invalid(
      'Stream not found: arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2025-02-22T03:03:25.490',
    ),
  ],
  [
    'a queue',
    { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders' },
    invalid(
      'Unrecognized event source. Headwater maps DynamoDB and Kinesis streams to functions, and this is neither: arn:aws:sqs:us-east-1:000000000000:orders',
    ),
  ],
])('%s is refused', async (_, input, error) => {
  const { lambda, create } = await prepared();
  expect(await errorOf(create(input))).toEqual(error);
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({}));
  expect(EventSourceMappings).toEqual([]);
});

test('a time is no start of a table, and a mapping cannot be made twice', async () => {
  const { stream, create, update } = await prepared();
  expect(
    await errorOf(
      create({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(1) }),
    ),
  ).toEqual(invalid(`Unsupported starting position for arn type: ${stream}`));
  const { UUID } = await create();
  const conflict = `The event source arn (" ${stream} ") and function (" orders ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`;
  expect(await errorOf(create({ FunctionName: arn }))).toEqual([
    'ResourceConflictException',
    409,
    conflict,
  ]);
  expect(await errorOf(update({ UUID, BatchSize: 0 }))).toEqual(
    constraint('batchSize', 0, least(1)),
  );
  expect(await errorOf(update({ UUID, FunctionName: 'nobody' }))).toEqual(
    invalid('Function does not exist'),
  );
});

test('what is in a transition is in use', async () => {
  const { headwater, lambda, create, update, get } = await prepared({ transitionMs: 2000 });
  await headwater.clock.advance(2000);
  const { UUID } = await create();
  expect((await get(UUID)).State).toBe('Creating');
  const inUse = (verb: string) => [
    'ResourceInUseException',
    400,
    `Cannot ${verb} the event source mapping because it is in use.`,
  ];
  expect(await errorOf(update({ UUID, BatchSize: 1 }))).toEqual(inUse('update'));
  const remove = () => lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(await errorOf(remove())).toEqual(inUse('delete'));
  await headwater.clock.advance(2000);
  expect((await remove()).State).toBe('Deleting');
  expect((await get(UUID)).State).toBe('Deleting');
  await headwater.clock.advance(2000);
  expect((await errorOf(get(UUID)))[1]).toBe(404);
});

test('mappings are listed by function, by stream and in pages', async () => {
  const { lambda, stream, create } = await prepared();
  await lambda.send(
    new CreateAliasCommand({ FunctionName: 'orders', Name: 'live', FunctionVersion: '$LATEST' }),
  );
  const { UUID: plain } = await create();
  const { UUID: aliased, FunctionArn } = await create({ FunctionName: 'orders:live' });
  expect(FunctionArn).toBe(`${arn}:live`);
  const list = async (input: object = {}) => {
    const answer = await lambda.send(new ListEventSourceMappingsCommand(input));
    const uuids = answer.EventSourceMappings?.map(({ UUID }) => UUID);
    return { uuids, next: answer.NextMarker };
  };
  const both = [plain ?? '', aliased ?? ''].toSorted();
  expect(await list()).toEqual({ uuids: both, next: undefined });
  expect(await list({ EventSourceArn: stream })).toMatchObject({ uuids: both });
  expect(await list({ EventSourceArn: `${stream}0` })).toMatchObject({ uuids: [] });
  expect(await list({ FunctionName: 'orders' })).toMatchObject({ uuids: [plain] });
  expect(await list({ FunctionName: `${arn}:live` })).toMatchObject({ uuids: [aliased] });
  expect(await list({ FunctionName: 'nobody' })).toMatchObject({ uuids: [] });

  const first = await list({ MaxItems: 1 });
  expect(first.uuids).toEqual(both.slice(0, 1));
  expect(await list({ MaxItems: 1, Marker: first.next })).toEqual({
    uuids: both.slice(1),
    next: undefined,
  });
});

test('mappings have tags', async () => {
  const { lambda, create } = await prepared();
  const { EventSourceMappingArn: Resource } = await create({ Tags: { team: 'a', old: 'x' } });
  await lambda.send(new TagResourceCommand({ Resource, Tags: { stage: 'test' } }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['old'] }));
  const { Tags } = await lambda.send(new ListTagsCommand({ Resource }));
  expect(Tags).toEqual({ team: 'a', stage: 'test' });
  const missing = Resource?.replace(/.{12}$/, '000000000000');
  expect((await errorOf(lambda.send(new ListTagsCommand({ Resource: missing }))))[0]).toBe(
    'ResourceNotFoundException',
  );
});

test('mappings outlive their function, and the server', async () => {
  await using directory = await temporaryDirectory();
  const first = await prepared({ dataDir: directory.path });
  const { UUID } = await first.create({ BatchSize: 7 });
  await first.lambda.send(new DeleteFunctionCommand({ FunctionName: 'orders' }));
  expect((await first.get(UUID)).State).toBe('Enabled');
  await first.headwater.close();

  const { lambda } = await started({ dataDir: directory.path });
  const shown = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  expect(shown).toMatchObject({ State: 'Enabled', BatchSize: 7, FunctionArn: arn });
});
