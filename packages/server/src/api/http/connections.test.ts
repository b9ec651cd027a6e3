// How connections live and end.

import { describe, expect, test } from 'vitest';
import { RawConnection, rawCall } from '../testing/raw-connection.ts';
import { callHeaders, startTestApi } from '../testing/test-api.ts';

const listTables = rawCall(callHeaders('ListTables'), '{}');

/** A database whose answers wait until the test lets them go, one by one. */
function heldDatabase() {
  const waiting: ((name: string) => void)[] = [];
  const arrivals: (() => void)[] = [];
  return {
    database: {
      listTables: () =>
        new Promise<{ names: string[]; more: boolean }>((resolve) => {
          waiting.push((name) => resolve({ names: [name], more: false }));
          for (const arrived of arrivals.splice(0)) arrived();
        }),
    },
    release: (name: string) => waiting.shift()?.(name),
    async arrived(count: number): Promise<void> {
      while (waiting.length < count) {
        await new Promise<void>((resolve) => {
          arrivals.push(resolve);
        });
      }
    },
  };
}

describe('a connection', () => {
  test('carries one request after another', async () => {
    await using api = await startTestApi({
      database: { listTables: async () => ({ names: [], more: false }) },
    });
    await using connection = await RawConnection.open(api.port);
    for (let count = 0; count < 3; count += 1) {
      connection.write(listTables);
      const response = await connection.response();
      expect([response.status, response.body]).toEqual([200, '{"TableNames":[]}']);
      expect(response.head).toMatch(/connection: keep-alive/i);
    }
  });

  test('carries pipelined requests and answers them in order', async () => {
    const held = heldDatabase();
    await using api = await startTestApi({ database: held.database });
    await using connection = await RawConnection.open(api.port);
    connection.write(listTables + listTables);
    await held.arrived(2);
    held.release('first');
    held.release('second');
    expect((await connection.response()).body).toBe('{"TableNames":["first"]}');
    expect((await connection.response()).body).toBe('{"TableNames":["second"]}');
  });

  test('is closed when the head of a request does not come', async () => {
    await using api = await startTestApi({ listen: { headersTimeoutMs: 20, timeoutCheckMs: 10 } });
    await using connection = await RawConnection.open(api.port);
    connection.write('POST / HTTP/1.1\r\nhost: x\r\n');
    expect((await connection.response()).status).toBe(408);
    await connection.closed();
  });

  test('is closed when the body of a request does not come', async () => {
    await using api = await startTestApi({
      listen: { headersTimeoutMs: 10, requestTimeoutMs: 20, timeoutCheckMs: 10 },
    });
    await using connection = await RawConnection.open(api.port);
    connection.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');
    expect((await connection.response()).status).toBe(408);
    await connection.closed();
    expect(api.log).toEqual([]);
  });

  test.each([
    ['what is not HTTP', 'hello\r\n\r\n'],
    ['a head of more than 16 KB', `GET / HTTP/1.1\r\nhost: x\r\na: ${'a'.repeat(17_000)}\r\n\r\n`],
  ])('answers 400 to %s, and is closed', async (_, text) => {
    await using api = await startTestApi();
    await using connection = await RawConnection.open(api.port);
    connection.write(text);
    const response = await connection.response();
    expect([response.status, response.body]).toEqual([400, '']);
    await connection.closed();
  });

  test('beyond the limit is not taken', async () => {
    await using api = await startTestApi({ listen: { maxConnections: 1 } });
    await using first = await RawConnection.open(api.port);
    first.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect((await first.response()).status).toBe(200);
    await using second = await RawConnection.open(api.port);
    await second.closed();
  });
});

describe('a client that goes away', () => {
  test('in the middle of its request harms nothing', async () => {
    await using api = await startTestApi();
    const connection = await RawConnection.open(api.port);
    connection.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');
    await connection[Symbol.asyncDispose]();
    expect((await api.send({ method: 'GET' })).status).toBe(200);
    expect(api.log).toEqual([]);
  });

  test('while its request is worked on harms nothing', async () => {
    const held = heldDatabase();
    await using api = await startTestApi({ database: held.database });
    const connection = await RawConnection.open(api.port);
    connection.write(listTables);
    await held.arrived(1);
    await connection[Symbol.asyncDispose]();
    // The next answer on another connection comes after the server saw the first one close.
    expect((await api.send({ method: 'GET' })).status).toBe(200);
    held.release('nobody');
    expect((await api.send({ method: 'GET' })).status).toBe(200);
    expect(api.log).toEqual([]);
  });
});

describe('closing', () => {
  test('finishes what is in flight, closes the rest and takes nothing new', async () => {
    const held = heldDatabase();
    await using api = await startTestApi({ database: held.database });
    await using idle = await RawConnection.open(api.port);
    idle.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect((await idle.response()).status).toBe(200);
    await using silent = await RawConnection.open(api.port);
    await using busy = await RawConnection.open(api.port);
    busy.write(listTables);
    await held.arrived(1);

    const closed = api.close();
    await idle.closed();
    await silent.closed();
    await expect(RawConnection.open(api.port)).rejects.toThrow('ECONNREFUSED');
    held.release('late');
    expect((await busy.response()).body).toBe('{"TableNames":["late"]}');
    await busy.closed();
    await closed;
  });

  test('an address that is taken is an error', async () => {
    await using api = await startTestApi();
    await expect(startTestApi({ listen: { port: api.port } })).rejects.toThrow('EADDRINUSE');
  });
});
