// Bytes that are almost HTTP: whatever arrives on a connection, it gets an answer that is no server error or
// is closed, and the next client is served.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorization } from '../authorization.ts';
import { cutText } from './mutate.ts';
import { serveDatabase } from './served-database.ts';

const body = '{"TableName":"things","Key":{"p":{"S":"a"}}}';
const call = [
  'POST / HTTP/1.1',
  'Host: localhost:8000',
  'Content-Type: application/x-amz-json-1.0',
  'X-Amz-Target: DynamoDB_20120810.GetItem',
  'X-Amz-Date: 20260101T000000Z',
  `Authorization: ${authorization}`,
  'Accept-Encoding: gzip',
  `Content-Length: ${body.length}`,
  '',
  body,
].join('\r\n');
const get = 'GET /_headwater/health HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n';
const chunked = call
  .replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')
  .replace(body, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
const preflight =
  'OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nAccess-Control-Request-Method: POST\r\n\r\n';
const lambda = 'GET /2015-03-31/functions?MaxItems=5 HTTP/1.1\r\nHost: localhost\r\n\r\n';

const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  '/',
  '%',
  '%zz',
  '%00',
  '?',
  '..',
  'HTTP/9.9',
  '\u00ff',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: x\r\n',
  'Expect: 100-continue\r\n',
  'Content-Encoding: gzip\r\n',
  'Content-Encoding: x\r\n',
  'Upgrade: websocket\r\n',
  'Authorization: AWS4-HMAC-SHA256\r\n',
  'X-Amz-Target: DynamoDB_20120810.\r\n',
  'Host: \r\n',
  'a: b\r\n'.repeat(3000),
  'x'.repeat(20_000),
  '{',
  '}',
  '[',
  ','.repeat(500),
];

const cutArbitrary = fc.record({
  from: fc.nat(2000),
  length: fc.nat(30),
  text: fc.oneof(fc.constantFrom('', ...PIECES), fc.string({ unit: 'binary', maxLength: 20 })),
});

const bytesArbitrary = fc
  .tuple(
    fc.constantFrom(call, call + call, get, chunked, preflight, lambda),
    fc.array(cutArbitrary, { minLength: 1, maxLength: 3 }),
  )
  .map(([text, cuts]) => cuts.reduce(cutText, text));

test('mutations of valid bytes are answered or cut off, and the next client is served', async () => {
  await using server = await serveDatabase();
  for (const text of fc.sample(bytesArbitrary, { numRuns: 500, seed: 20_260_101 })) {
    const received = await exchange(server.port, text);
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) =>
      Number(status),
    );
    const sent = JSON.stringify(text.slice(0, 2000));
    assert.ok(
      statuses.every((status) => status < 500),
      `${statuses.join()} for ${sent}`,
    );
  }
  expect(await exchange(server.port, get.replace('keep-alive', 'close'))).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(server.complaints).toEqual([]);
});

/** All that comes back until the server closes the connection. */
async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(text, 'latin1');
  try {
    return (await buffer(socket)).toString('latin1');
  } catch (error) {
    // Who is cut off in the middle of sending may learn it so.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return '';
    throw error;
  } finally {
    socket.destroy();
  }
}
