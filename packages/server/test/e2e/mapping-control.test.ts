// Event source mappings as they are made in one go and explained: in the process, over the wire, and from the command
// line.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A server with a table, a handler in a folder, and the command line there. */
async function started({ stream = true } = {}) {
  const directory = await temporaryDirectory();
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info() {}, warn() {}, error() {} },
  });
  onTestFinished(async () => {
    await headwater.close();
    await directory[Symbol.asyncDispose]();
  });
  await headwater.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: stream
        ? { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }
        : { StreamEnabled: false },
    }),
  );
  const handler = join(directory.path, 'handler.ts');
  await writeFile(
    handler,
    `export const handler = async (event: { Records: any[] }) => {
      for (const { eventName, dynamodb } of event.Records) {
        console.log('saw', eventName, dynamodb.Keys.id.S);
        if (dynamodb.Keys.id.S === 'poison') throw new Error('It is poison.');
      }
    };`,
  );
  const env = { ...process.env, HEADWATER_ENDPOINT: headwater.endpoint, AWS_REGION: 'us-east-1' };
  const command = async (...parameters: string[]): Promise<string> => {
    const options = { cwd: directory.path, env };
    const ended = await run(process.execPath, [main, ...parameters], options).catch(
      (error: unknown) => error as { readonly stdout: string; readonly stderr: string },
    );
    return `${ended.stdout}${ended.stderr}`.replace(/\n$/, '');
  };
  return { headwater, handler, command };
}

const key = (id: string) => ({ id: { S: id } });

async function put({ dynamodb }: Headwater, id: string): Promise<void> {
  await dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: key(id) }));
}

async function seen({ functions }: Headwater): Promise<string[]> {
  const lines = await functions.logs({ name: 'orders' });
  return lines.flatMap((line) => /saw (.*)$/.exec(line)?.[1] ?? []);
}

test('a function is called by a table from when it is added on', async () => {
  const { headwater, handler } = await started();
  const { dynamodb, functions, mappings, clock } = headwater;
  await put(headwater, 'before');
  const added = await functions.add({ name: 'orders', handler, on: 'orders' });
  expect(added.mapping).toMatchObject({ state: 'Enabled', functionArn: added.arn });
  await put(headwater, 'a');
  const update = { TableName: 'orders', Key: key('a'), UpdateExpression: 'SET n = :n' };
  const ExpressionAttributeValues = { ':n': { N: '1' } };
  await dynamodb.send(new UpdateItemCommand({ ...update, ExpressionAttributeValues }));
  await dynamodb.send(new DeleteItemCommand({ TableName: 'orders', Key: key('a') }));
  await clock.advance('1s');
  expect(await seen(headwater)).toEqual(['INSERT a', 'MODIFY a', 'REMOVE a']);

  const [mapping] = await mappings.list();
  expect(mapping).toMatchObject({
    uuid: added.mapping?.uuid,
    status: 'running',
    lagRecords: 0,
    lastProcessingResult: 'OK',
    counts: { recordsProcessed: 3, errors: 0 },
  });

  // Added again, it goes on where it was.
  const again = await functions.add({
    name: 'orders',
    handler,
    on: { table: 'orders', batchSize: 1, filters: [{ eventName: ['INSERT'] }] },
  });
  expect(again.mapping?.uuid).toBe(added.mapping?.uuid);
  await put(headwater, 'b');
  await dynamodb.send(new DeleteItemCommand({ TableName: 'orders', Key: key('b') }));
  await clock.advance('1s');
  expect((await seen(headwater)).slice(3)).toEqual(['INSERT b']);

  const detail = await mappings.get({ uuid: mapping?.uuid ?? '' });
  expect(detail.settings).toMatchObject({
    batchSize: 1,
    filters: ['{"eventName":["INSERT"]}'],
    maximumRetryAttempts: -1,
  });
  expect(detail.shards).toHaveLength(1);
  expect(detail.counts).toMatchObject({ recordsFiltered: 1 });
  await mappings.remove({ uuid: detail.uuid });
  expect(await mappings.list()).toEqual([]);
});

test('what became of a record is told, attempt by attempt', async () => {
  const { headwater, handler } = await started();
  const { functions, records, mappings, clock, endpoint } = headwater;
  await functions.add({ name: 'orders', handler, on: { table: 'orders', retries: 1 } });
  await put(headwater, 'poison');
  await clock.advance('1m');
  const [record] = await records.find({ table: 'orders', key: key('poison') });
  const [trigger] = record?.triggers ?? [];
  expect(trigger).toMatchObject({ status: 'given-up' });
  expect(trigger?.steps.map(({ type }) => type)).toEqual([
    'invoked',
    'retried',
    'invoked',
    'given-up',
    'discarded',
  ]);
  expect(trigger?.steps[0]).toMatchObject({
    at: '2026-01-01T00:00:00.000Z',
    attempt: 1,
    outcome: 'error',
    batch: { from: record?.sequenceNumber, size: 1 },
  });

  const { uuid = '' } = trigger ?? {};
  const { shardId = '', sequenceNumber = '' } = record ?? {};
  const account = await mappings.account({ uuid, shardId, sequenceNumber });
  expect(account).toEqual({
    shardId,
    sequenceNumber,
    status: trigger?.status,
    steps: trigger?.steps,
  });
  const path = `_headwater/mappings/${uuid}/records`;
  const query = new URLSearchParams({ shardId, sequenceNumber }).toString();
  const answer = await fetch(`${endpoint}/${path}?${query}`);
  expect(await answer.json()).toEqual({ record: account });
  const listed = await fetch(`${endpoint}/_headwater/mappings`);
  expect(await listed.json()).toEqual({ mappings: await mappings.list() });
  const shown = await fetch(`${endpoint}/_headwater/mappings/${uuid}`);
  expect(await shown.json()).toEqual({ mapping: await mappings.get({ uuid }) });

  const metrics = await (await fetch(`${endpoint}/_headwater/metrics`)).text();
  expect(metrics).toContain(`headwater_mapping_invocations_total{mapping="${uuid}"} 2`);
  expect(metrics).toContain(`headwater_mapping_errors_total{mapping="${uuid}"} 2`);
  expect(metrics).toContain(
    `headwater_mapping_records_total{mapping="${uuid}",outcome="dropped"} 1`,
  );
  expect(metrics).toContain(`headwater_mapping_latency_seconds_count{mapping="${uuid}"} 1`);
});

test.each<[string, object, RegExp]>([
  [
    'a table without a stream',
    { function: 'orders', table: 'orders' },
    /no table orders with a stream that is enabled\. To enable one: aws /,
  ],
  ['no table', { function: 'orders' }, /^table is missing\.$/],
  ['a member that is none', { function: 'orders', table: 'orders', size: 1 }, /has no size/],
  [
    'a start that is none',
    { function: 'orders', table: 'orders', from: 'HERE' },
    /^from takes LATEST or TRIM_HORIZON; it is HERE\.$/,
  ],
  [
    'a batch that is too large',
    { function: 'orders', table: 'orders', batchSize: 10_001 },
    /^batchSize takes a whole number from 1 to 10000\.$/,
  ],
])('%s is refused', async (_, request, message) => {
  const { headwater } = await started({ stream: false });
  await expect(headwater.mappings.add(request as never)).rejects.toThrow(message);
});

test('a function is not added when the table cannot call it', async () => {
  const { headwater, handler } = await started({ stream: false });
  const adding = headwater.functions.add({ name: 'orders', handler, on: 'orders' });
  await expect(adding).rejects.toThrow(/no table orders with a stream/);
  expect(await headwater.functions.list()).toEqual([]);
});

test('what is not there is told', async () => {
  const { headwater, handler } = await started();
  const uuid = '00000000-0000-4000-8000-000000000000';
  await expect(headwater.mappings.get({ uuid })).rejects.toThrow(`There is no mapping ${uuid}.`);
  await expect(headwater.mappings.add({ function: 'orders', table: 'orders' })).rejects.toThrow(
    'There is no such function.',
  );
  const added = await headwater.functions.add({ name: 'orders', handler, on: 'orders' });
  const record = { shardId: 'shardId-0', sequenceNumber: '1' };
  const asking = headwater.mappings.account({ uuid: added.mapping?.uuid ?? '', ...record });
  await expect(asking).rejects.toThrow(/nothing is known about records of shardId-0/);
});

test('from the command line', async () => {
  const { headwater, command } = await started();
  expect(await command('mappings')).toBe('In us-east-1 there are no event source mappings.');
  const options = '--handler ./handler.ts --on orders --retries 0 --from TRIM_HORIZON';
  const added = await command('function', 'add', 'orders', ...options.split(' '));
  expect(added).toMatch(
    /^FUNCTION .*\norders .*\n\nMAPPING .*\n[\da-f-]{36} +Enabled +orders +orders /,
  );
  await put(headwater, 'poison');
  await headwater.clock.advance('1m');

  const [mapping] = await headwater.mappings.list();
  const { uuid = '' } = mapping ?? {};
  const listed = await command('mappings');
  expect(listed).toMatch(
    /^MAPPING +STATE +FUNCTION +SOURCE +LAG +BEHIND +INVOCATIONS +ERRORS +RESULT\n/,
  );
  expect(listed).toMatch(new RegExp(`\n${uuid} +Enabled +orders +orders +0 +0ms +1 +1 +PROBLEM`));
  const shown = await command('mappings', 'show', uuid);
  expect(shown).toContain(`function  arn:aws:lambda:us-east-1:000000000000:function:orders`);
  expect(shown).toMatch(/\nSHARD +PHASE .*\nshardId-/);

  const found = await command('records', 'orders', '--key', JSON.stringify(key('poison')));
  expect(found).toMatch(
    /\n  trigger  arn:aws:lambda:.*:function:orders: given-up \([\da-f-]{36}\)\n/,
  );
  expect(found).toMatch(/attempt 1: error after \d+ ms, 1 record, request [\da-f-]{36}: /);
  const [record] = await headwater.records.find({ table: 'orders', key: key('poison') });
  const { shardId = '', sequenceNumber = '' } = record ?? {};
  expect(await command('mappings', 'record', uuid, shardId, sequenceNumber)).toMatch(
    new RegExp(`^${sequenceNumber} given-up\n`),
  );
  const changes = '--batch-size 5 --batching-window 1 --parallelization 2 --max-age 60 --bisect';
  const others = '--tumbling-window 9 --report-failures --on-failure arn:aws:sqs:us-east-1:0:q';
  const all = [...`${changes} ${others}`.split(' '), '--filter', '{"a":[1]}', '{"b":[2]}'];
  expect(await command('mappings', 'add', 'orders', 'orders', ...all)).toContain(uuid);
  expect((await headwater.mappings.get({ uuid })).settings).toEqual({
    enabled: true,
    batchSize: 5,
    batchingWindowSeconds: 1,
    parallelizationFactor: 2,
    maximumRetryAttempts: 0,
    maximumRecordAgeSeconds: 60,
    bisectBatchOnFunctionError: true,
    tumblingWindowSeconds: 9,
    reportBatchItemFailures: true,
    filters: ['{"a":[1]}', '{"b":[2]}'],
    onFailureDestination: 'arn:aws:sqs:us-east-1:0:q',
  });
  expect(await command('mappings', 'remove', uuid)).toBe(`Removed ${uuid}.`);
  expect(await command('function', 'add', 'a', '--handler', 'handler.ts', '--retries', '1')).toBe(
    'error: say by which table it is called: --on <table>',
  );
});
