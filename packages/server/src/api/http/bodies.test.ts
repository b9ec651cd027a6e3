// Sizes and codings of bodies, over real sockets.

import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RawConnection } from '../testing/raw-connection.ts';
import { callHeaders, startTestApi } from '../testing/test-api.ts';

const LIMIT = 16 * 1024 * 1024;
const nothing = { names: [], more: false };

function inputOfSize(sizeBytes: number): string {
  const frame = '{"Unknown":""}';
  return `{"Unknown":"${'x'.repeat(sizeBytes - frame.length)}"}`;
}

describe('request bodies', () => {
  test('of 16 MiB are taken, a byte more is 413', async () => {
    await using api = await startTestApi({ database: { listTables: async () => nothing } });
    const headers = callHeaders('ListTables');
    expect((await api.send({ headers, body: inputOfSize(LIMIT) })).status).toBe(200);
    const refused = await api.send({ headers, body: inputOfSize(LIMIT + 1) });
    expect([refused.status, refused.bytes.length]).toEqual([413, 0]);
  });

  test('that are announced as too large are refused before they are sent', async () => {
    await using api = await startTestApi();
    await using connection = await RawConnection.open(api.port);
    connection.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${LIMIT + 1}\r\n\r\n`);
    expect((await connection.response()).status).toBe(413);
  });

  test('that take too much together are put off until others are done', async () => {
    const called = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<typeof nothing>();
    const listTables = () => {
      called.resolve();
      return answer.promise;
    };
    await using api = await startTestApi({
      database: { listTables },
      options: { maxBodyBytes: 1000 },
    });
    const call = { headers: callHeaders('ListTables'), body: inputOfSize(600) };
    const first = api.send(call);
    await called.promise;
    const second = await api.send(call);
    expect(second.status).toBe(503);
    expect(second.bytes.toString()).toContain('ServiceUnavailable');
    answer.resolve(nothing);
    expect((await first).status).toBe(200);
    expect((await api.send(call)).status).toBe(200);
  });

  test('that grow too large without announcement are refused while they are sent', async () => {
    await using api = await startTestApi();
    await using connection = await RawConnection.open(api.port);
    connection.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`100000\r\n${'x'.repeat(0x100000)}\r\n`);
    for (let count = 0; count < 17; count += 1) connection.write(chunk);
    expect((await connection.response()).status).toBe(413);
  });

  test('that go on and on after the refusal are cut off', async () => {
    await using api = await startTestApi();
    await using connection = await RawConnection.open(api.port);
    connection.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${LIMIT * 100}\r\n\r\n`);
    expect((await connection.response()).status).toBe(413);
    const chunk = Buffer.alloc(1024 * 1024);
    const { socket } = connection;
    const keepSending = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', keepSending);
    keepSending();
    await connection.closed();
    expect(socket.bytesWritten).toBeLessThan(LIMIT * 3);
  });

  test('may be compressed', async () => {
    const limits: unknown[] = [];
    await using api = await startTestApi({
      database: {
        async listTables(_, page) {
          limits.push(page.limit);
          return nothing;
        },
      },
    });
    const headers = { ...callHeaders('ListTables'), 'content-encoding': 'gzip' };
    const answer = await api.send({ headers, body: gzipSync('{"Limit":7}') });
    expect(answer.status).toBe(200);
    expect(limits).toEqual([7]);
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(LIMIT + 1)), 413],
    ['gzip', 'not gzip', 400],
    ['br', '{}', 400],
    ['identity', '{}', 200],
  ])('coding %s, case %#', async (coding, body, status) => {
    await using api = await startTestApi({ database: { listTables: async () => nothing } });
    const headers = { ...callHeaders('ListTables'), 'content-encoding': coding };
    expect((await api.send({ headers, body })).status).toBe(status);
    expect(api.log).toEqual([]);
  });
});

describe('answers', () => {
  const long = { names: Array.from({ length: 100 }, (_, index) => `table-${index}`), more: false };

  test('are compressed when long and asked for, with the checksum of what is sent', async () => {
    await using api = await startTestApi({ database: { listTables: async () => long } });
    const headers = { ...callHeaders('ListTables'), 'accept-encoding': 'gzip, deflate' };
    const answer = await api.send({ headers, body: '{}' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.bytes)));
    expect(JSON.parse(gunzipSync(answer.bytes).toString())).toEqual({ TableNames: long.names });
  });

  test.each([
    ['short', nothing, 'gzip'],
    ['not asked for', long, 'identity'],
    ['refused', long, 'gzip;q=0'],
  ])('are plain when %s', async (_, tables, accepted) => {
    await using api = await startTestApi({ database: { listTables: async () => tables } });
    const headers = { ...callHeaders('ListTables'), 'accept-encoding': accepted };
    const answer = await api.send({ headers, body: '{}' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(answer.bytes.toString())).toEqual({ TableNames: tables.names });
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.bytes)));
  });
});
