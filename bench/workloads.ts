// The three workloads: what is sent to the servers, and what the bare one answers.

import { call, callForBytes, requestBytes } from './aws-request.ts';
import { ITEM_COUNT, type Field } from './load.ts';
import { createTableInput, keyText, sampleItem, TABLE, versionText } from './sample-data.ts';

export type WorkloadName = 'PutItem' | 'GetItem' | 'GetRecords';

export interface Workload {
  readonly name: WorkloadName;
  readonly requests: readonly Uint8Array[];
  readonly fields: readonly Field[];
  /** A body as Headwater answers. */
  readonly answer: Uint8Array;
}

const BATCH = 25;
const FULL_PAGE_BYTES = 1_000_000;

/** Fills an empty server, and asks it for the answers that the bare server will give. */
export async function prepareWorkloads(url: string): Promise<Workload[]> {
  await call(url, 'DynamoDB_20120810.CreateTable', createTableInput);
  // Twice, so that the stream holds records with both images.
  for (const version of [0, 1]) await putAll(url, version);
  return [await puts(url), await gets(url), await records(url)];
}

async function putAll(url: string, version: number): Promise<void> {
  for (let first = 0; first < ITEM_COUNT; first += BATCH) {
    const writes = Array.from({ length: BATCH }, (_, index) => ({
      PutRequest: { Item: sampleItem(first + index, version) },
    }));
    await call(url, 'DynamoDB_20120810.BatchWriteItem', { RequestItems: { [TABLE]: writes } });
  }
}

async function puts(url: string): Promise<Workload> {
  const target = 'DynamoDB_20120810.PutItem';
  const input = { TableName: TABLE, Item: sampleItem(0, 0) };
  const request = requestBytes(target, input);
  return {
    name: 'PutItem',
    requests: [request],
    fields: [fieldOf(request, 'key', keyText(0)), fieldOf(request, 'version', versionText(0))],
    answer: await callForBytes(url, target, input),
  };
}

async function gets(url: string): Promise<Workload> {
  const target = 'DynamoDB_20120810.GetItem';
  const input = { TableName: TABLE, Key: { id: { S: keyText(0) } } };
  const request = requestBytes(target, input);
  return {
    name: 'GetItem',
    requests: [request],
    fields: [fieldOf(request, 'key', keyText(0))],
    answer: await callForBytes(url, target, input),
  };
}

/** Where the digits at the end of `text` stand. */
function fieldOf(request: Buffer, what: Field['what'], text: string): Field {
  const digits = /\d+$/.exec(text)?.[0].length ?? 0;
  return { what, digits, offset: request.indexOf(text) + text.length - digits };
}

/** Every full page of the stream, from a GetShardIterator of now: iterators live 15 minutes. */
async function records(url: string): Promise<Workload> {
  const target = 'DynamoDBStreams_20120810.GetRecords';
  const requests: Uint8Array[] = [];
  let answer: Uint8Array = Buffer.alloc(0);
  let iterator = await firstIterator(url);
  for (;;) {
    const page = await callForBytes(url, target, { ShardIterator: iterator });
    const { Records, NextShardIterator } = JSON.parse(page.toString()) as {
      Records: { dynamodb: { OldImage?: object } }[];
      NextShardIterator: string;
    };
    if (Records.length === 0) break;
    if (page.length >= FULL_PAGE_BYTES && Records[0]?.dynamodb.OldImage !== undefined) {
      requests.push(requestBytes(target, { ShardIterator: iterator }));
      answer = page;
    }
    iterator = NextShardIterator;
  }
  return { name: 'GetRecords', requests, fields: [], answer };
}

async function firstIterator(url: string): Promise<string> {
  const { Streams } = await call<{ Streams: { StreamArn: string }[] }>(
    url,
    'DynamoDBStreams_20120810.ListStreams',
    { TableName: TABLE },
  );
  const StreamArn = Streams[0]?.StreamArn;
  const { StreamDescription } = await call<{
    StreamDescription: { Shards: { ShardId: string }[] };
  }>(url, 'DynamoDBStreams_20120810.DescribeStream', { StreamArn });
  const ShardId = StreamDescription.Shards[0]?.ShardId;
  const { ShardIterator } = await call<{ ShardIterator: string }>(
    url,
    'DynamoDBStreams_20120810.GetShardIterator',
    { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' },
  );
  return ShardIterator;
}
