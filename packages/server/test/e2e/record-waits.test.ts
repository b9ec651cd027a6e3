// Waiting for records of a shard, over the wire and from within.

import { setImmediate } from 'node:timers/promises';
import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { drain, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';
const path = '/_headwater/streams/await';

/** A shard that is read to its end. */
async function opened() {
  const headwater = await startHeadwater({ runtime: manualRuntime() });
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
  const { streams } = headwater;
  const put = (name: string) => putItems(headwater, TableName, [{ p: { S: name } }]);
  const [shard] = await shardsOf(streams, streamArn);
  const iterator = await shardIterator(streams, streamArn, {
    shard: shard?.ShardId ?? '',
    type: 'LATEST',
  });
  const post = (body: object, init: RequestInit = {}) =>
    fetch(headwater.endpoint + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    });
  const waits = async (count: number) => {
    for (let shown = -1; shown !== count;) {
      const metrics = await (await fetch(`${headwater.endpoint}/_headwater/metrics`)).text();
      shown = Number(/^headwater_record_waits (\d+)$/m.exec(metrics)?.[1]);
      await setImmediate();
    }
  };
  return { headwater, streams, put, iterator, post, waits };
}

test.each<[string, (server: Awaited<ReturnType<typeof opened>>) => Promise<unknown>]>([
  ['a write', ({ put }) => put('a')],
  ['a rollover', ({ headwater }) => headwater.shards.roll({ table: TableName })],
  [
    'a stream that is disabled',
    ({ headwater }) =>
      headwater.dynamodb.send(
        new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }),
      ),
  ],
  [
    'a table that is deleted',
    ({ headwater }) => headwater.dynamodb.send(new DeleteTableCommand({ TableName })),
  ],
])('%s ends the wait', async (_, change) => {
  const server = await opened();
  await using headwater = server.headwater;
  const answers = [
    server.post({ iterator: server.iterator }).then(({ status }) => status),
    headwater.records.wait({ iterator: server.iterator }),
  ];
  await server.waits(2);
  await change(server);
  expect(await Promise.all(answers)).toEqual([200, true]);
});

test('what is there is not waited for, and what it brought is not waited for again', async () => {
  const { headwater, streams, put, iterator, post, waits } = await opened();
  await using _ = headwater;
  await put('a');
  const answer = await post({ iterator });
  expect([answer.status, await answer.json()]).toEqual([200, { readable: true }]);
  const { next } = await drain(streams, iterator);
  const waiting = post({ iterator: next ?? '' });
  await waits(1);
  await put('b');
  expect((await waiting).status).toBe(200);
});

test('nothing comes: 204 after 20 s of its clock', async () => {
  const { headwater, iterator, post, waits } = await opened();
  await using _ = headwater;
  const waiting = post({ iterator });
  await waits(1);
  await headwater.clock.advance('20s');
  expect((await waiting).status).toBe(204);
  await waits(0);
});

test('an iterator that has expired is not waited at', async () => {
  const { headwater, iterator, post } = await opened();
  await using _ = headwater;
  await headwater.clock.advance('16m');
  expect((await post({ iterator })).status).toBe(200);
});

test.each<[object, string]>([
  [{}, 'iterator is missing.'],
  [{ iterator: 'x' }, 'Invalid ShardIterator'],
  [{ iterator: 'x', for: 3 }, 'The request has no for. It takes iterator.'],
])('%j is refused', async (body, error) => {
  const { headwater, post } = await opened();
  await using _ = headwater;
  const answer = await post(body);
  expect([answer.status, await answer.json()]).toEqual([400, { error }]);
});

test('a client that goes is not waited for', async () => {
  const { headwater, iterator, post, waits } = await opened();
  await using _ = headwater;
  const leave = new AbortController();
  const gone = post({ iterator }, { signal: leave.signal }).catch(() => 'gone');
  await waits(1);
  leave.abort();
  expect(await gone).toBe('gone');
  await waits(0);
});

test('at most a thousand wait', async () => {
  const { headwater, put, iterator, post } = await opened();
  await using _ = headwater;
  const waiting = Array.from({ length: 1000 }, () => headwater.records.wait({ iterator }));
  const answer = await post({ iterator });
  expect(answer.status).toBe(429);
  await put('a');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
  expect((await post({ iterator })).status).toBe(200);
});

test('a server that closes lets nobody wait', async () => {
  const { headwater, iterator, post, waits } = await opened();
  const waiting = post({ iterator });
  await waits(1);
  await headwater.close();
  expect((await waiting).status).toBe(204);
});

test('pages of other origins cannot wait', async () => {
  const { headwater, iterator, post } = await opened();
  await using _ = headwater;
  const headers = { 'content-type': 'application/json', origin: 'http://example.com' };
  expect((await post({ iterator }, { headers })).status).toBe(403);
});
