// A stream's life: enabled, disabled, enabled again; and the lists of streams and shards.

import {
  DeleteTableCommand,
  DescribeTableCommand,
  type StreamSpecification,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, recordsOf, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';
const enabled: StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };
const disabled: StreamSpecification = { StreamEnabled: false };

async function setStream({ dynamodb }: Headwater, StreamSpecification: StreamSpecification) {
  const command = new UpdateTableCommand({ TableName, StreamSpecification });
  return (await dynamodb.send(command)).TableDescription;
}

async function tableNow({ dynamodb }: Headwater) {
  return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
}

async function described({ streams }: Headwater, StreamArn: string) {
  return (await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription;
}

const keysOf = (records: Awaited<ReturnType<typeof recordsOf>>) =>
  records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S);

test('a stream is described by its table and its shards', async () => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { sort: 'N', viewType: 'OLD_IMAGE' });
  expect(await described(headwater, streamArn)).toEqual({
    StreamArn: streamArn,
    StreamLabel: streamArn.slice(streamArn.indexOf('/stream/') + '/stream/'.length),
    StreamStatus: 'ENABLED',
    StreamViewType: 'OLD_IMAGE',
    CreationRequestDateTime: expect.any(Date),
    TableName,
    KeySchema: [
      { AttributeName: 'p', KeyType: 'HASH' },
      { AttributeName: 's', KeyType: 'RANGE' },
    ],
    Shards: [
      {
        ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/),
        SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{21,40}$/) },
      },
    ],
  });
});

test('disabled, a stream closes its shards and stays readable', async () => {
  await using headwater = await startHeadwater();
  const { streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
  const early = await shardIterator(streams, streamArn, { shard, type: 'LATEST' });
  await putItems(headwater, TableName, [{ p: { S: 'seen' } }, { p: { S: 'too' } }]);

  const table = await setStream(headwater, disabled);
  expect(table).not.toHaveProperty('StreamSpecification');
  await putItems(headwater, TableName, [{ p: { S: 'unseen' } }]);

  expect(await tableNow(headwater)).not.toHaveProperty('StreamSpecification');
  expect(await tableNow(headwater)).toMatchObject({ LatestStreamArn: streamArn });
  const stream = await described(headwater, streamArn);
  expect(stream).toMatchObject({ StreamStatus: 'DISABLED', Shards: [{ ShardId: shard }] });
  const range = stream?.Shards?.[0]?.SequenceNumberRange;
  const records = await recordsOf(streams, streamArn);
  expect(range?.EndingSequenceNumber).toBe(records.at(-1)?.dynamodb?.SequenceNumber);
  expect(keysOf(records)).toEqual(['seen', 'too']);
  const late = await drain(streams, early);
  expect([keysOf(late.records), late.next]).toEqual([['seen', 'too'], undefined]);
});

test('the shard of an idle stream closes too', async () => {
  await using headwater = await startHeadwater();
  const { streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
  const iterator = await shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
  await setStream(headwater, disabled);
  const [closed] = await shardsOf(streams, streamArn);
  expect(closed?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d{21,40}$/);
  expect(await drain(streams, iterator)).toEqual({ records: [], next: undefined });
});

test('enabled again, a table has a new stream, without what was before', async () => {
  await using headwater = await startHeadwater();
  const { streams } = headwater;
  const { streamArn: older } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await putItems(headwater, TableName, [{ p: { S: 'old' } }]);
  await setStream(headwater, disabled);
  await putItems(headwater, TableName, [{ p: { S: 'between' } }]);
  const table = await setStream(headwater, { ...enabled, StreamViewType: 'NEW_IMAGE' });
  const newer = table?.LatestStreamArn ?? '';
  await putItems(headwater, TableName, [{ p: { S: 'new' } }]);

  expect(table?.StreamSpecification).toEqual({ ...enabled, StreamViewType: 'NEW_IMAGE' });
  expect(newer).not.toBe(older);
  expect(await tableNow(headwater)).toMatchObject({ LatestStreamArn: newer });
  expect(keysOf(await recordsOf(streams, older))).toEqual(['old']);
  expect(keysOf(await recordsOf(streams, newer))).toEqual(['new']);
  const [shard] = await shardsOf(streams, newer);
  expect(shard).not.toHaveProperty('ParentShardId');
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
  expect(Streams?.map(({ StreamArn }) => StreamArn)).toEqual([older, newer]);
});

test('a deleted table leaves its stream to be read', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb, streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await putItems(headwater, TableName, [{ p: { S: 'seen' } }]);
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  expect(await described(headwater, streamArn)).toMatchObject({ StreamStatus: 'DISABLED' });
  const again = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await putItems(headwater, TableName, [{ p: { S: 'anew' } }]);
  expect(keysOf(await recordsOf(streams, streamArn))).toEqual(['seen']);
  expect(keysOf(await recordsOf(streams, again.streamArn))).toEqual(['anew']);
});

test('with a transition time, a stream is ENABLING and DISABLING for that long', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime, transitionMs: 500 });
  await aTable(headwater);
  await runtime.clock.advance(500);
  const table = await setStream(headwater, enabled);
  const statusNow = async () =>
    (await described(headwater, table?.LatestStreamArn ?? ''))?.StreamStatus;
  expect([table?.TableStatus, await statusNow()]).toEqual(['UPDATING', 'ENABLING']);
  await runtime.clock.advance(500);
  expect(await statusNow()).toBe('ENABLED');
  await setStream(headwater, disabled);
  expect(await statusNow()).toBe('DISABLING');
  await runtime.clock.advance(500);
  expect(await statusNow()).toBe('DISABLED');
});

test('streams are listed page by page, of all tables or of one', async () => {
  await using headwater = await startHeadwater();
  const { streams } = headwater;
  const arns: string[] = [];
  for (const name of ['alpha', 'beta', 'delta', 'gamma']) {
    arns.push((await aTable(headwater, { name, viewType: 'KEYS_ONLY' })).streamArn);
  }
  await aTable(headwater, { name: 'without' });
  const pages: (string | undefined)[][] = [];
  let after: string | undefined;
  do {
    const page = await streams.send(
      new ListStreamsCommand({ Limit: 3, ExclusiveStartStreamArn: after }),
    );
    const listed = (page.Streams ?? []).map(({ StreamArn }) => StreamArn);
    after = page.LastEvaluatedStreamArn;
    if (after !== undefined) expect(after).toBe(listed.at(-1));
    pages.push(listed);
  } while (after !== undefined);
  expect(pages).toEqual([arns.slice(0, 3), arns.slice(3)]);

  const ofOne = await streams.send(new ListStreamsCommand({ TableName: 'beta' }));
  expect(ofOne.Streams).toEqual([
    { StreamArn: arns[1], TableName: 'beta', StreamLabel: arns[1]?.split('/stream/')[1] },
  ]);
  const ofNone = await streams.send(new ListStreamsCommand({ TableName: 'without' }));
  expect(ofNone.Streams).toEqual([]);
});
