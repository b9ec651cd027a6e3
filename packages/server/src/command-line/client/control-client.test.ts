// The client against servers that answer in all ways.

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { jsonReply } from '../../control/json-reply.ts';
import { jsonBody } from '../../control/json-body.ts';
import type { Route } from '../../api/http/routes.ts';
import { startTestApi } from '../../api/testing/test-api.ts';
import { CommandFailed, ControlClient } from './control-client.ts';

const routes: Route[] = [
  {
    method: 'GET',
    path: '/_headwater/things/:name',
    handle: ({ parameters, query }) => jsonReply([parameters, Object.fromEntries(query)]),
  },
  {
    method: 'POST',
    path: '/_headwater/things',
    handle: (request) => jsonReply(jsonBody(request)),
  },
];

/** The endpoint of a server that is none of ours. */
async function stranger(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('sends what it is told, and gives what comes back', async () => {
  await using api = await startTestApi({ options: { routes } });
  const client = new ControlClient(`http://127.0.0.1:${api.port}`);
  const query = { region: 'eu west', key: undefined, account: '{"&":1}' };
  expect(await client.get('things/a', query)).toEqual([
    { name: 'a' },
    { region: 'eu west', account: '{"&":1}' },
  ]);
  expect(await client.post('things', { ä: [1] })).toEqual({ ä: [1] });
  expect(await client.getText('health')).toBe('{"status":"ok"}\n');
});

test('a refusal is told as the server tells it', async () => {
  await using api = await startTestApi({ options: { routes } });
  const client = new ControlClient(`http://127.0.0.1:${api.port}`);
  await expect(client.get('nothing')).rejects.toThrow(
    new CommandFailed('There is nothing at this path. docs/control.md has the paths.'),
  );
});

test('where nobody listens', async () => {
  const api = await startTestApi();
  const endpoint = `http://127.0.0.1:${api.port}`;
  await api.close();
  await expect(new ControlClient(endpoint).get('health')).rejects.toThrow(
    new CommandFailed(
      `No server answers at ${endpoint} (connect ECONNREFUSED 127.0.0.1:${api.port}). Start one with "headwater start", or say with --endpoint where it is.`,
    ),
  );
});

test.each<[string, number, RequestListener]>([
  ['a page', 200, (_, response) => response.end('<html>')],
  [
    'an error of another kind',
    400,
    (_, response) => response.writeHead(400).end('{"__type":"MissingAuthenticationToken"}'),
  ],
  ['a redirect', 302, (_, response) => response.writeHead(302, { location: '/login' }).end()],
])('what answers with %s is no Headwater', async (_, status, listener) => {
  const endpoint = await stranger(listener);
  await expect(new ControlClient(endpoint).get('health')).rejects.toThrow(
    `What answers at ${endpoint} is no Headwater server, or one of another version: it answered with status ${status}`,
  );
});

test('a connection that is cut', async () => {
  const endpoint = await stranger((request) => request.socket.destroy());
  await expect(new ControlClient(endpoint).get('health')).rejects.toThrow(
    `No server answers at ${endpoint}`,
  );
});
