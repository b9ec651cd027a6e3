// HTTP as it goes over the wire: compression in both directions, and checksums.

import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { rawRequest } from './raw-request.ts';

const text = 'compressible '.repeat(1000);
const getOne = '{"TableName":"things","Key":{"p":{"S":"one"}}}';

test('the body of a request may be compressed', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const put = await rawRequest(headwater.endpoint, 'PutItem', {
    body: gzipSync(`{"TableName":"things","Item":{"p":{"S":"one"},"text":{"S":"${text}"}}}`),
    headers: { 'Content-Encoding': 'gzip' },
  });
  expect([put.status, put.body.toString()]).toEqual([200, '{}']);
  const got = await rawRequest(headwater.endpoint, 'GetItem', { body: getOne });
  expect(JSON.parse(got.body.toString())).toMatchObject({ Item: { text: { S: text } } });
});

test('a body that is not what it says is refused', async () => {
  await using headwater = await startHeadwater();
  const answer = await rawRequest(headwater.endpoint, 'PutItem', {
    body: '{}',
    headers: { 'Content-Encoding': 'gzip' },
  });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    __type: 'com.amazon.coral.service#SerializationException',
  });
});

test('a large answer is compressed for those who accept it, and checked as it is sent', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  await putItems(headwater, 'things', [{ p: { S: 'one' }, text: { S: text } }]);
  const plain = await rawRequest(headwater.endpoint, 'GetItem', { body: getOne });
  const compressed = await rawRequest(headwater.endpoint, 'GetItem', {
    body: getOne,
    headers: { 'Accept-Encoding': 'deflate, gzip' },
  });
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(compressed.headers['content-encoding']).toBe('gzip');
  expect(compressed.body.length).toBeLessThan(1000);
  expect(gunzipSync(compressed.body)).toEqual(plain.body);
  for (const { headers, body } of [plain, compressed]) {
    expect(headers['x-amz-crc32']).toBe(String(crc32(body)));
    expect(headers['content-length']).toBe(String(body.length));
  }
});

test('an error is checked too', async () => {
  await using headwater = await startHeadwater();
  const { status, headers, body } = await rawRequest(headwater.endpoint, 'GetItem', {
    body: getOne,
  });
  expect(status).toBe(400);
  expect(headers['x-amz-crc32']).toBe(String(crc32(body)));
  expect(headers['content-type']).toBe('application/x-amz-json-1.0');
  expect(headers['x-amzn-requestid']).toMatch(/^[0-9A-Z]{52}$/);
});
