// The commands that call a running server, as their users run them.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `headwater ...` in an environment that has none of its variables but these. */
async function headwater(
  parameters: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:HEADWATER|AWS)_/.test(name));
  const env = { ...Object.fromEntries(kept), ...variables };
  try {
    const ended = await run(process.execPath, [...nodeOptions, main, ...parameters], { env });
    return { code: 0, ...ended };
  } catch (error) {
    return error as Ended;
  }
}

test('health tells of a server, and of none', async () => {
  const server = await startHeadwater();
  const flags = ['health', '--endpoint', `${server.endpoint}/`];
  expect(await headwater(flags)).toMatchObject({
    code: 0,
    stdout: `${server.endpoint} takes requests.\n`,
    stderr: '',
  });
  expect(JSON.parse((await headwater([...flags, '--json'])).stdout)).toEqual({ status: 'ok' });
  await server.close();
  const { code, stdout, stderr } = await headwater(flags);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^headwater: No server answers at http:.*\n$/);
});

test('metrics prints what Prometheus gets', async () => {
  await using server = await startHeadwater();
  await server.dynamodb.send(new ListTablesCommand({}));
  const { stdout } = await headwater(['metrics'], { HEADWATER_ENDPOINT: server.endpoint });
  expect(stdout).toMatch(/^headwater_connections [1-9]/m);
  expect(stdout).toContain(
    '\nheadwater_requests_total{service="DynamoDB",operation="ListTables",status="200",error=""} 1\n',
  );
});

test('clock reads and turns the clock', async () => {
  await using server = await startHeadwater({ runtime: manualRuntime() });
  const clock = (...parameters: string[]) =>
    headwater(['clock', ...parameters], { HEADWATER_ENDPOINT: server.endpoint });
  expect((await clock()).stdout).toMatch(/^2026-01-01 00:00:00Z, frozen, /);
  const advanced = await clock('advance', '4h30m', '--json');
  expect(JSON.parse(advanced.stdout)).toMatchObject({ now: '2026-01-01T04:30:00.000Z' });
  expect((await clock('set', '2026-02-01T00:00:00Z')).stdout).toMatch(/^2026-02-01 00:00:00Z, /);
  expect(server.clock.now()).toBe(Date.UTC(2026, 1, 1));
  const refused = await clock('set', '2025-01-01T00:00:00Z');
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toMatch(/^headwater: The clock only goes forward.*\n$/);
});

test('faults are added, listed and removed', async () => {
  await using server = await startHeadwater();
  const faults = (...parameters: string[]) =>
    headwater(['faults', ...parameters], { HEADWATER_ENDPOINT: server.endpoint });
  expect((await faults()).stdout).toBe('No faults are in force.\n');
  const narrowing = ['--operation', 'PutItem', 'UpdateItem', '--share', '0.5', '--times', '3'];
  const added = await faults('add', 'throttle', ...narrowing, '--table', 'things', '--json');
  const { fault } = JSON.parse(added.stdout);
  expect(fault).toMatchObject({
    fault: 'throttle',
    operation: ['PutItem', 'UpdateItem'],
    table: 'things',
    share: 0.5,
    times: 3,
  });
  // The name space of the user's environment narrows no fault.
  expect(fault).not.toHaveProperty('region');
  expect((await faults('list')).stdout).toContain(fault.id);
  expect((await faults('remove', fault.id)).stdout).toBe(`Removed ${fault.id}.\n`);
  expect((await faults('remove', fault.id)).code).toBe(1);
  expect((await faults('clear')).stdout).toBe('Removed 0 faults.\n');
});

test('shards and records of a table in the region and account of the environment', async () => {
  await using server = await startHeadwater({ region: 'eu-west-1' });
  await aTable(server, { viewType: 'KEYS_ONLY' });
  await putItems(server, 'things', [{ p: { S: 'one' } }]);
  const variables = { HEADWATER_ENDPOINT: server.endpoint, AWS_DEFAULT_REGION: 'eu-west-1' };
  const split = await headwater(['shards', 'split', 'things'], variables);
  expect(split.stdout.split('\n').map((line) => line.slice(0, 3))).toEqual([
    'SHA',
    'sha',
    '├─ ',
    '└─ ',
    '',
  ]);
  const listed = await headwater(['shards', 'things', '--json'], variables);
  const [stream] = JSON.parse(listed.stdout).streams;
  expect(stream.shards).toHaveLength(3);
  const found = await headwater(['records', 'things', '--key', '{"p":{"S":"one"}}'], variables);
  expect(found.stdout).toContain(`INSERT {"p":{"S":"one"}}\n  stream   ${stream.streamArn}\n`);

  const elsewhere = await headwater(['shards', 'things'], {
    ...variables,
    AWS_REGION: 'us-west-2',
    HEADWATER_ACCOUNT: '123456789012',
  });
  expect(elsewhere.stdout).toBe('In us-west-2 there is no stream of a table things.\n');
});

test.each([
  [['health', '--endpoint', 'localhost'], /--endpoint <url>.* is invalid/],
  [['records', 'things'], /say which record/],
  [['records', 'things', '--key', '{}', '--sequence-number', '1'], /cannot be used with/],
  [['shards'], /missing required argument 'table'/],
  [['clock', 'back'], /too many arguments/],
])('%j is refused before any server is called', async (parameters, text) => {
  const { code, stderr } = await headwater(parameters);
  expect(code).toBe(1);
  expect(stderr).toMatch(text);
});

test('a server starts without the clients, and a client without the server', async () => {
  // Tells of every module that is loaded.
  const telling = `data:text/javascript,
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => (process.stderr.write(url + '\\n'), next(url, context)) });`;
  const loaded = async (...parameters: string[]) =>
    (await headwater(parameters, {}, ['--import', telling])).stderr;
  // Refused, after all is loaded.
  const server = await loaded('start', '--in-memory', '--host', '0.0.0.0');
  expect(server).toContain('/src/server.ts');
  expect(server).not.toMatch(/command-line\/client|prom-client/);
  const client = await loaded('health', '--endpoint', 'http://127.0.0.1:9');
  expect(client).toContain('/src/command-line/client/');
  expect(client).not.toMatch(/\/src\/(?:server|database|store|api)[./]/);
});
