// Kinesis in CBOR, as the SDKs for Java speak it.

import { decode, encode } from 'cborg';
import { expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';

const type = 'application/x-amz-cbor-1.1';
const start = Date.UTC(2026, 0, 1) + 250;

async function call({ endpoint }: Headwater, operation: string, input: object) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-amz-target': `Kinesis_20131202.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: encode(input),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const tags = { 1: (content: () => unknown) => ({ ms: content() }) };
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    value: bytes.length === 0 ? undefined : (decode(bytes, { tags }) as Record<string, any>),
  };
}

test('records go in and out as bytes, with times in milliseconds', async () => {
  await using headwater = await startHeadwater({ runtime: manualRuntime({ startAt: start }) });
  const StreamName = 'events';
  expect(await call(headwater, 'CreateStream', { StreamName, ShardCount: 1 })).toEqual({
    status: 200,
    type,
    value: undefined,
  });
  const Data = Uint8Array.of(0, 200, 255);
  const put = await call(headwater, 'PutRecord', { StreamName, Data, PartitionKey: 'k' });
  expect(put.value).toMatchObject({ ShardId: 'shardId-000000000000' });
  const iterator = await call(headwater, 'GetShardIterator', {
    StreamName,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const read = await call(headwater, 'GetRecords', iterator.value ?? {});
  expect(read.value?.['Records']).toEqual([
    {
      Data,
      PartitionKey: 'k',
      SequenceNumber: put.value?.['SequenceNumber'],
      ApproximateArrivalTimestamp: { ms: start },
    },
  ]);
});

test('errors are CBOR too', async () => {
  await using headwater = await startHeadwater();
  expect(await call(headwater, 'DescribeStream', { StreamName: 'none' })).toEqual({
    status: 400,
    type,
    value: {
      __type: 'ResourceNotFoundException',
      message: 'Stream none under account 000000000000 not found.',
    },
  });
  expect((await call(headwater, 'Nothing', {})).value).toEqual({
    __type: 'UnknownOperationException',
  });
});
