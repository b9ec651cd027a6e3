// What AWS answered and delivered in the scenarios, in every value that does not differ from run to run.

import { expect, test } from 'vitest';
import {
  answered,
  disabled,
  filtered,
  filters,
  functionDeleted,
  invalidFilter,
  madeTwice,
  noStream,
  onFailure,
  oneItem,
  reported,
} from './dynamodb-scenarios.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:function';
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** An answer about a mapping: what stands in all of them, and what this one has. */
function mapping(stream: string, own: object) {
  return {
    BatchSize: 100,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    EventSourceArn: stream,
    EventSourceMappingArn: expect.stringMatching(
      /^arn:aws:lambda:us-east-1:000000000000:event-source-mapping:[\da-f-]{36}$/,
    ),
    FunctionArn: functionArn,
    FunctionResponseTypes: [],
    LastModified: expect.any(Date),
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    StartingPosition: 'TRIM_HORIZON',
    State: 'Creating',
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
    UUID: expect.stringMatching(uuid),
    ...own,
  };
}

/** The whole answer of the SDK, with its status. */
function answer(status: number, body: object) {
  return { ...body, $metadata: expect.objectContaining({ httpStatusCode: status }) };
}

/** The settings of most scenarios. */
const oneByOne = { BatchSize: 1, MaximumBatchingWindowInSeconds: 1, MaximumRetryAttempts: 1 };

function record(stream: string, { eventName = 'INSERT', view = 'NEW_IMAGE', ...dynamodb }: any) {
  return {
    eventID: expect.stringMatching(/^[\da-f]{32}$/),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      SequenceNumber: expect.stringMatching(/^\d{21,40}$/),
      StreamViewType: view,
      ...dynamodb,
    },
    eventSourceARN: stream,
  };
}

const helloWorld = (stream: string) => ({
  Records: [
    record(stream, {
      Keys: { my_partition_key: { S: 'hello world' } },
      NewImage: { my_partition_key: { S: 'hello world' }, binary_key: { B: 'Zm9vYmFy' } },
      SizeBytes: 70,
    }),
  ],
});

/** What comes to the queue when one record is given up. */
function message(stream: string, own: { readonly count: number; readonly error: string | null }) {
  const second = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const number = expect.stringMatching(/^\d{21,40}$/);
  return expect.objectContaining({
    Body: {
      requestContext: {
        requestId: expect.stringMatching(uuid),
        functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: own.count,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: own.error,
      },
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-\d{20}-[\da-f]{8}$/),
        startSequenceNumber: number,
        endSequenceNumber: number,
        approximateArrivalOfFirstRecord: second,
        approximateArrivalOfLastRecord: second,
        batchSize: 1,
        streamArn: stream,
      },
    },
  });
}

const refusal = (text: string) =>
  expect.objectContaining({
    name: 'InvalidParameterValueException',
    message: text,
    Type: 'User',
    $metadata: expect.objectContaining({ httpStatusCode: 400 }),
  });

test('one item is one event', async () => {
  const { table, created, events } = await oneItem();
  expect(created).toEqual(answer(202, mapping(table.stream, oneByOne)));
  expect(events).toEqual([helloWorld(table.stream)]);
});

test('a mapping is disabled, and tells what became of the last batch', async () => {
  const { table, created, updated, events } = await disabled();
  const own = { MaximumBatchingWindowInSeconds: 1 };
  expect(created).toEqual(answer(202, mapping(table.stream, own)));
  const then = { ...own, LastProcessingResult: 'OK', State: 'Disabling' };
  expect(updated).toEqual(answer(202, mapping(table.stream, then)));
  expect(events).toHaveLength(1);
});

test('the function goes and its mapping stays', async () => {
  const { table, created, listed } = await functionDeleted();
  expect(created).toEqual(answer(202, mapping(table.stream, {})));
  const { UUID, LastModified } = created;
  const EventSourceMappings = [mapping(table.stream, { State: 'Enabled', UUID, LastModified })];
  expect(listed).toEqual(answer(200, { EventSourceMappings }));
});

test('what a function fails on goes to a queue', async () => {
  const { table, created, events, messages } = await onFailure();
  expect(created).toEqual(
    answer(
      202,
      mapping(table.stream, {
        ...oneByOne,
        DestinationConfig: {
          OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' },
        },
      }),
    ),
  );
  expect(events).toEqual([helloWorld(table.stream), helloWorld(table.stream)]);
  expect(messages).toEqual([message(table.stream, { count: 2, error: 'Unhandled' })]);
});

test('a text is no filter', async () => {
  const { error } = await invalidFilter();
  expect(error).toEqual(refusal('Invalid filter pattern definition.'));
});

test('a function is mapped to a stream once', async () => {
  const { table, created, error } = await madeTwice();
  const own = { MaximumBatchingWindowInSeconds: 1, MaximumRetryAttempts: 1 };
  expect(created).toEqual(answer(202, mapping(table.stream, own)));
  expect(error).toMatchObject({
    name: 'ResourceConflictException',
    message: `The event source arn (" ${table.stream} ") and function (" function ") provided mapping already exists. Please update or delete the existing mapping with UUID ${created.UUID}`,
    Type: 'User',
    $metadata: { httpStatusCode: 409 },
  });
});

test('a stream has to be there', async () => {
  const arn =
    'arn:aws:dynamodb:us-east-1:000000000000:table/test-table-4a53f4e8/stream/2025-02-22T03:03:25.490';
  expect((await noStream(arn)).error).toEqual(refusal(`Stream not found: ${arn}`));
});

const images = 'NEW_AND_OLD_IMAGES';

test.each([
  {
    name: 'inserts' as const,
    records: [
      {
        Keys: { id: { S: 'id_value' } },
        NewImage: { id: { S: 'id_value' }, id2: { S: 'id2_value' } },
        SizeBytes: 32,
      },
    ],
  },
  {
    name: 'insertsOrChanges' as const,
    records: [
      { Keys: { id: { S: 'id_value' } }, NewImage: { id: { S: 'id_value' } }, SizeBytes: 20 },
      {
        eventName: 'MODIFY',
        Keys: { id: { S: 'id_value' } },
        NewImage: { id: { S: 'id_value' }, id2: { S: 'id2_new_value' } },
        OldImage: { id: { S: 'id_value' } },
        SizeBytes: 46,
      },
    ],
  },
  {
    name: 'content' as const,
    records: [
      {
        Keys: { id: { S: 'id_value_1' } },
        NewImage: { id: { S: 'id_value_1' }, presentKey: { S: 'presentValue' } },
        SizeBytes: 46,
      },
    ],
  },
  {
    name: 'prefix' as const,
    records: [
      {
        Keys: { id: { S: 'id_value_1' } },
        NewImage: { id: { S: 'id_value_1' }, prefix: { S: 'us-1-other-suffix' } },
        SizeBytes: 47,
      },
    ],
  },
])('a filter of $name', async ({ name, records }) => {
  const [filter, items] = filters[name];
  const { table, created, first, both } = await filtered(filter, items);
  const FilterCriteria = { Filters: [{ Pattern: JSON.stringify(filter) }] };
  const expected = mapping(table.stream, { ...oneByOne, FilterCriteria });
  expect(created).toEqual(answer(202, expected));
  const all = records.map((one) => ({ Records: [record(table.stream, { view: images, ...one })] }));
  expect(first).toEqual(all.slice(0, 1));
  expect(both).toEqual(all);
});

test('an empty identifier is a failure of the whole batch', async () => {
  const { table, events, messages } = await answered(
    '{ batchItemFailures: [{ itemIdentifier: "" }] }',
  );
  expect(events).toEqual(Array.from({ length: 4 }, () => helloWorld(table.stream)));
  expect(messages).toEqual([message(table.stream, { count: 4, error: null })]);
});

test('records that are reported come again, with none before them', async () => {
  const { table, created, events, messages } = await reported();
  const { stream } = table;
  const own = {
    BatchSize: 3,
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } },
  };
  expect(created).toEqual(answer(202, mapping(stream, own)));
  const item = (index: number) =>
    record(stream, {
      Keys: { my_partition_key: { S: `testId${index}` } },
      NewImage: { my_partition_key: { S: `testId${index}` }, should_fail: { BOOL: index === 5 } },
      SizeBytes: 58,
    });
  // The last one comes once with its batch, and then four times alone.
  expect(events.flatMap(({ Records }) => Records)).toEqual(
    [0, 1, 2, 3, 4, 5, 5, 5, 5, 5].map(item),
  );
  expect(messages).toEqual([message(stream, { count: 4, error: null })]);
});

test('an empty list is a success', async () => {
  const { table, events, messages } = await answered('[]');
  expect(events).toEqual([helloWorld(table.stream)]);
  expect(messages).toEqual([]);
});
