// What clients and pages see of the routes under `/_headwater/`, over real sockets.

import { describe, expect, test } from 'vitest';
import { ControlError } from '../../control/control-error.ts';
import { jsonBody } from '../../control/json-body.ts';
import { jsonReply } from '../../control/json-reply.ts';
import { startTestApi, type TestApi, type TestRequest } from '../testing/test-api.ts';
import type { Route } from './routes.ts';

const json = { 'content-type': 'application/json' };

const echo: Route = {
  method: 'POST',
  path: '/_headwater/echo',
  handle: (request) => jsonReply({ path: request.path, ...jsonBody(request) }, 201),
};

const routes: readonly Route[] = [
  echo,
  { ...echo, method: 'GET', handle: ({ query }) => jsonReply(Object.fromEntries(query)) },
  {
    method: 'GET',
    path: '/_headwater/tables/:table/shards/:shard',
    handle: ({ parameters }) => jsonReply(parameters),
  },
  {
    method: 'DELETE',
    path: '/_headwater/tables/:table',
    handle: () => {
      throw new ControlError(409, 'It is in use.');
    },
  },
  {
    method: 'GET',
    path: '/_headwater/broken',
    handle: () => Promise.reject(new Error('secret')),
  },
];

async function ask(api: TestApi, request: TestRequest) {
  const { status, headers, bytes } = await api.send({ method: 'GET', ...request });
  return { status, headers, json: JSON.parse(bytes.toString()) };
}

describe('a route', () => {
  test('health is there without being asked for', async () => {
    await using api = await startTestApi();
    const answer = await ask(api, { path: '/_headwater/health' });
    expect([answer.status, answer.json]).toEqual([200, { status: 'ok' }]);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  test('gets path, query and body', async () => {
    await using api = await startTestApi({ options: { routes } });
    const path = '/_headwater/echo?a=1&b=%20?';
    expect((await ask(api, { path })).json).toEqual({ a: '1', b: ' ?' });
    const posted = await ask(api, { method: 'POST', path, headers: json, body: '{"ä":[1]}' });
    expect([posted.status, posted.json]).toEqual([201, { path: '/_headwater/echo', ä: [1] }]);
  });

  test('gets the parameters of its path, decoded', async () => {
    await using api = await startTestApi({ options: { routes } });
    const path = '/_headwater/tables/a%2Fb.c/shards/%C3%A4';
    expect((await ask(api, { path })).json).toEqual({ table: 'a/b.c', shard: 'ä' });
  });

  test('answers HEAD where it answers GET', async () => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await api.send({ method: 'HEAD', path: '/_headwater/health' });
    expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
  });
});

describe('a refusal', () => {
  test.each([
    '/_headwater/',
    '/_headwater/none',
    '/_headwater/echo/',
    '/_headwater/tables//shards/x',
    '/_headwater/tables/a/shards',
  ])('of a path that leads nowhere is 404 and says where the paths are: %s', async (path) => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { path });
    expect([answer.status, answer.json]).toEqual([
      404,
      { error: 'There is nothing at this path. docs/control.md has the paths.' },
    ]);
  });

  test('of another method is 405 and names those that there are', async () => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { method: 'DELETE', path: '/_headwater/echo' });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, GET, HEAD']);
    expect(answer.json).toEqual({ error: 'This path takes POST, GET, HEAD, not DELETE.' });
  });

  test('by the route is told in its words', async () => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { method: 'DELETE', path: '/_headwater/tables/a' });
    expect([answer.status, answer.json]).toEqual([409, { error: 'It is in use.' }]);
    expect(api.log).toEqual([]);
  });

  test.each([
    ['{', 'The body is not JSON: '],
    ['[]', 'The body has to be a JSON object'],
    ['null', 'The body has to be a JSON object'],
  ])('of a body: %s', async (body, error) => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { method: 'POST', path: echo.path, headers: json, body });
    expect([answer.status, answer.json]).toEqual([400, { error: expect.stringContaining(error) }]);
  });

  test('of a path whose parameter is not encoded', async () => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { method: 'DELETE', path: '/_headwater/tables/%E4' });
    expect(answer.status).toBe(400);
  });

  test('of a body that is too large', async () => {
    await using api = await startTestApi({ options: { routes } });
    const body = Buffer.alloc(1024 * 1024 + 1, 0x20);
    const answer = await ask(api, { method: 'POST', path: echo.path, headers: json, body });
    expect([answer.status, answer.json]).toEqual([
      413,
      { error: 'The body is larger than 1048576 bytes.' },
    ]);
  });

  test('a bug is a 500 that tells nothing, and a line in the log that tells all', async () => {
    await using api = await startTestApi({ options: { routes } });
    const answer = await ask(api, { path: '/_headwater/broken' });
    const requestId = answer.headers['x-amzn-requestid'];
    expect([answer.status, answer.json]).toEqual([
      500,
      { error: `The server failed; its log tells more, under ${String(requestId)}.` },
    ]);
    expect(api.log).toMatchObject([
      { level: 'error', fields: { requestId, url: '/_headwater/broken' } },
    ]);
    expect(String(api.log[0]?.fields?.['error'])).toContain('secret');
  });
});

describe('the page of another site', () => {
  const origin = 'http://evil.example';

  test('can neither change anything nor read an answer', async () => {
    await using api = await startTestApi({ options: { routes } });
    for (const request of [
      { path: echo.path },
      { method: 'POST', path: echo.path, headers: json, body: '{}' },
      { method: 'POST', path: echo.path, headers: { ...json, origin: 'null' }, body: '{}' },
      { method: 'DELETE', path: '/_headwater/tables/a' },
    ]) {
      const answer = await ask(api, { ...request, headers: { origin, ...request.headers } });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('is allowed nothing by a preflight', async () => {
    await using api = await startTestApi({ options: { routes } });
    const headers = { 'access-control-request-method': 'POST' };
    for (const asked of [headers, { ...headers, origin }]) {
      const answer = await ask(api, { method: 'OPTIONS', path: echo.path, headers: asked });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers).not.toHaveProperty('access-control-allow-methods');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'cannot send what it may send without asking: %s',
    async (contentType) => {
      await using api = await startTestApi({ options: { routes } });
      const headers = contentType === undefined ? {} : { 'content-type': contentType };
      const answer = await ask(api, { method: 'POST', path: echo.path, headers, body: '{}' });
      expect(answer.status).toBe(415);
    },
  );

  test.each(['evil.example', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.evil'])(
    'cannot pose as the server under its own name: %s',
    async (host) => {
      await using api = await startTestApi({ options: { routes } });
      const answer = await ask(api, { path: '/_headwater/echo', headers: { host } });
      expect(answer.status).toBe(403);
      expect(answer.json.error).toContain(JSON.stringify(host));
    },
  );
});

describe('who may call', () => {
  test.each(['localhost', 'LOCALHOST:8000', 'headwater.localhost:8000', '10.1.2.3', '[::1]:8000'])(
    'programs, by localhost or an address: %s',
    async (host) => {
      await using api = await startTestApi();
      const answer = await ask(api, { path: '/_headwater/health', headers: { host } });
      expect(answer.status).toBe(200);
    },
  );

  test("the server's own pages", async () => {
    await using api = await startTestApi({ options: { routes } });
    const headers = { host: 'localhost:8000', origin: 'http://localhost:8000', ...json };
    const answer = await ask(api, { method: 'POST', path: echo.path, headers, body: '{}' });
    expect(answer.status).toBe(201);
  });

  test('by any name, where the server has names', async () => {
    await using api = await startTestApi({ options: { routes, anyHost: true } });
    const headers = { host: 'headwater.internal:8000' };
    expect((await ask(api, { path: '/_headwater/health', headers })).status).toBe(200);
    const foreign = { ...headers, origin: 'http://evil.example' };
    expect((await ask(api, { path: '/_headwater/health', headers: foreign })).status).toBe(403);
  });
});
