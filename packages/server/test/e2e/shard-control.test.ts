// Turning shards over the wire and from within: what a consumer with the AWS SDK sees of it.

import { GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';

async function opened(options: Parameters<typeof startHeadwater>[0] = {}) {
  const headwater = await startHeadwater({ runtime: manualRuntime(), ...options });
  const { streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
  const put = (...names: string[]) =>
    putItems(
      headwater,
      TableName,
      names.map((name) => ({ p: { S: name } })),
    );
  const iterator = (shard: string) =>
    shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
  const namesIn = async (shard: string) => {
    const { records } = await drain(streams, await iterator(shard));
    return records.map(({ dynamodb }) => dynamodb?.Keys?.['p']?.S);
  };
  const control = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await fetch(`${headwater.endpoint}/_headwater/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { headwater, streamArn, streams, put, iterator, namesIn, control };
}

describe('shards', () => {
  test('split, roll over and go as the embedding API says', async () => {
    const { headwater, streamArn, streams, put, namesIn } = await opened();
    await using _ = headwater;
    await put('a', 'b');
    const [parent, left, right] = await headwater.shards.split({ table: TableName });
    expect([parent?.state, left?.state, right?.state]).toEqual(['closed', 'open', 'open']);
    await put('a', 'b', 'c', 'd', 'e', 'f');
    const rolled = await headwater.shards.roll({ table: TableName, shardId: left?.shardId ?? '' });
    expect(rolled.map(({ parentShardId }) => parentShardId)).toEqual([
      parent?.shardId,
      left?.shardId,
    ]);
    const described = await shardsOf(streams, streamArn);
    const [stream] = await headwater.shards.list({ table: TableName });
    expect(stream?.shards.map(({ shardId }) => shardId)).toEqual(
      described.map(({ ShardId }) => ShardId),
    );
    expect(stream?.shards.map(({ records }) => records).reduce((a, b) => a + b)).toBe(6);
    expect(await namesIn(parent?.shardId ?? '')).toEqual(['a', 'b']);
    const remaining = await headwater.shards.trim({
      table: TableName,
      shardId: parent?.shardId ?? '',
    });
    expect(remaining).toEqual([]);
    const after = await shardsOf(streams, streamArn);
    expect(after.map(({ ShardId }) => ShardId)).not.toContain(parent?.shardId);
    expect(after.filter(({ ParentShardId }) => ParentShardId === parent?.shardId).length).toBe(2);
  });

  test('do over HTTP what they do from within', async () => {
    const { headwater, streamArn, streams, put, iterator, control } = await opened();
    await using _ = headwater;
    await put('a');
    const [{ ShardId = '' } = {}] = await shardsOf(streams, streamArn);
    const early = await iterator(ShardId);
    const expired = await control('POST', 'shards', {
      action: 'expire-iterators',
      table: TableName,
      shardId: ShardId,
    });
    expect(expired.body).toMatchObject({ shards: [{ shardId: ShardId, records: 1 }] });
    await expect(
      streams.send(new GetRecordsCommand({ ShardIterator: early })),
    ).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
    const split = await control('POST', 'shards', {
      action: 'split',
      table: TableName,
      region: 'us-east-1',
    });
    expect(split.body['shards']).toHaveLength(3);
    const listed = await control('GET', `shards?table=${TableName}`);
    expect(listed.body).toMatchObject({
      streams: [{ streamArn, status: 'ENABLED', retentionMs: 86_400_000 }],
    });
  });

  test.each([
    [{ action: 'merge', table: TableName }, 400, 'action takes one of split, roll, trim'],
    [{ action: 'split' }, 400, 'table is missing'],
    [{ action: 'split', table: TableName, shard: 'x' }, 400, 'The request has no shard. It takes'],
    [{ action: 'roll', table: TableName, upTo: '1' }, 400, 'The request has no upTo.'],
    [{ action: 'split', table: 7 }, 400, 'table takes a text; it is 7.'],
    [{ action: 'roll', table: TableName, shardId: 'x' }, 400, 'has no open shard x. Open are: '],
    [{ action: 'roll', table: 'none' }, 404, 'There is no table none'],
    [{ action: 'trim', table: TableName, region: 'eu-west-1' }, 400, 'In eu-west-1 there is no'],
    [{ action: 'split', table: TableName, account: '1' }, 400, 'account takes the 12 digits'],
  ])('are left alone by %j', async (body, status, text) => {
    const { headwater, control } = await opened();
    await using _ = headwater;
    const reply = await control('POST', 'shards', body);
    expect(reply.status).toBe(status);
    expect(reply.body['error']).toContain(text);
    const [stream] = await headwater.shards.list({ table: TableName });
    expect(stream?.shards).toHaveLength(1);
  });
});

describe('a record', () => {
  test('tells where it is, who read it, and when it went', async () => {
    const { headwater, streamArn, streams, put, iterator, control } = await opened();
    await using _ = headwater;
    await put('a');
    const [{ ShardId = '' } = {}] = await shardsOf(streams, streamArn);
    const key = { p: { S: 'a' } };
    const found = await headwater.records.find({ table: TableName, key });
    expect(found).toMatchObject([
      {
        streamArn,
        shardId: ShardId,
        state: 'readable',
        eventName: 'INSERT',
        keys: key,
        writtenAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-02T00:00:00.000Z',
        reads: [],
      },
    ]);
    await drain(streams, await iterator(ShardId));
    const sequenceNumber = found[0]?.sequenceNumber ?? '';
    const [read] = await headwater.records.find({ table: TableName, sequenceNumber });
    expect(read?.reads).toMatchObject([
      { caller: expect.stringContaining('aws-sdk-js') as string },
    ]);
    await headwater.shards.trim({ table: TableName });
    const { body } = await control(
      'GET',
      `records/${TableName}?sequenceNumber=${sequenceNumber}&region=us-east-1`,
    );
    expect(body).toMatchObject({
      records: [{ state: 'trimmed', trimmedAt: '2026-01-01T00:00:00.000Z', trimReason: 'asked' }],
    });
    const byKey = await control(
      'GET',
      `records/${TableName}?key=${encodeURIComponent(JSON.stringify(key))}`,
    );
    expect(byKey.body).toEqual({ records: [] });
  });

  test.each([
    ['things', 400, 'Ask by either sequenceNumber or key.'],
    ['things?key=a', 400, 'key takes DynamoDB JSON'],
    ['things?key={"q":{"S":"a"}}', 400, 'The provided key element does not match the schema'],
    ['none?sequenceNumber=1', 404, 'there is no stream of a table none'],
  ])('is asked for in a way that makes sense, not by %s', async (path, status, text) => {
    const { headwater, control } = await opened();
    await using _ = headwater;
    const reply = await control('GET', `records/${path}`);
    expect(reply.status).toBe(status);
    expect(reply.body['error']).toContain(text);
  });
});
