// HTTP/2 on the port of HTTP/1.1, with prior knowledge.

import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { RawConnection, rawCall } from '../testing/raw-connection.ts';
import { callHeaders, startTestApi, type TestApi } from '../testing/test-api.ts';

const noTables = { listTables: async () => ({ names: [], more: false }) };

function openSession({ port }: TestApi): ClientHttp2Session {
  return connect(`http://127.0.0.1:${port}`, { maxSessionMemory: 100 });
}

function call(session: ClientHttp2Session, body: string) {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/',
    ...callHeaders('ListTables'),
  });
  stream.end(body);
  return stream;
}

async function answer(stream: ReturnType<typeof call>) {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  await once(stream, 'end');
  return { status: headers[':status'], headers, body: Buffer.concat(chunks).toString() };
}

/** A database whose answers wait for the test. */
function heldDatabase() {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  return {
    database: {
      async listTables() {
        arrived.resolve();
        await released.promise;
        return { names: ['held'], more: false };
      },
    },
    arrived: arrived.promise,
    release: released.resolve,
  };
}

describe('a connection of HTTP/2', () => {
  test('is answered as one of HTTP/1.1', async () => {
    await using api = await startTestApi({ database: noTables });
    const session = openSession(api);
    expect(await answer(call(session, '{}'))).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': expect.any(String),
      },
      body: '{"TableNames":[]}',
    });
    session.close();
  });

  test('carries many requests at once, with large bodies', async () => {
    await using api = await startTestApi({ database: noTables });
    const session = openSession(api);
    const body = JSON.stringify({ padding: 'x'.repeat(3_000_000) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer(call(session, body))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    session.close();
  });

  test('gets its answers before the server closes', async () => {
    const held = heldDatabase();
    await using api = await startTestApi({ database: held.database });
    const session = openSession(api);
    const answered = answer(call(session, '{}'));
    await held.arrived;
    const closed = api.close();
    held.release();
    expect((await answered).body).toBe('{"TableNames":["held"]}');
    await closed;
  });

  test('is closed with the server when it is idle', async () => {
    await using api = await startTestApi({ database: noTables });
    const session = openSession(api);
    await answer(call(session, '{}'));
    await Promise.all([once(session, 'close'), api.close()]);
    expect(session.destroyed).toBe(true);
  });

  test('is cut by a fault that cuts connections', async () => {
    const interceptor = { active: true, intercept: async () => ({ fault: 'reset' }) as const };
    await using api = await startTestApi({ database: noTables, options: { interceptor } });
    const session = openSession(api);
    session.on('error', () => {});
    const closed = once(session, 'close');
    const cut = call(session, '{}').on('error', () => {});
    await closed;
    expect(cut.destroyed).toBe(true);
  });

  test('loses only the request whose body is cut off', async () => {
    await using api = await startTestApi({ database: noTables });
    const session = openSession(api);
    const cut = session.request({ ':method': 'POST', ...callHeaders('ListTables') });
    cut.write('{');
    cut.close(constants.NGHTTP2_CANCEL);
    await once(cut, 'close');
    expect((await answer(call(session, '{}'))).status).toBe(200);
    expect(api.log).toEqual([]);
    session.close();
  });

  test('loses the request whose body does not come', async () => {
    await using api = await startTestApi({
      listen: { headersTimeoutMs: 10, requestTimeoutMs: 20 },
    });
    const session = openSession(api);
    const slow = session.request({ ':method': 'POST', ...callHeaders('ListTables') });
    slow.write('{');
    await once(slow, 'aborted');
    expect(slow.rstCode).toBe(constants.NGHTTP2_CANCEL);
    session.destroy();
  });
});

describe('the first bytes of a connection', () => {
  test('may come one by one', async () => {
    await using api = await startTestApi({ database: noTables });
    await using connection = await RawConnection.open(api.port);
    const request = rawCall(callHeaders('ListTables'), '{}');
    // What POST and PRI share is no telling yet.
    for (const part of ['P', request.slice(1, 3), request.slice(3)]) {
      connection.write(part);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect((await connection.response()).status).toBe(200);
  });

  test('have to come in time', async () => {
    await using api = await startTestApi({ listen: { headersTimeoutMs: 20 } });
    await using connection = await RawConnection.open(api.port);
    await connection.closed();
    expect(connection.socket.bytesRead).toBe(0);
  });

  test('that only look like HTTP/2 are none', async () => {
    await using api = await startTestApi();
    await using connection = await RawConnection.open(api.port);
    connection.write('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n');
    expect((await connection.response()).status).toBe(400);
  });
});
