// The pages of packages/consumer: their code compiles as it is printed, the first example prints what the page says,
// and options and permissions are those of the code.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { settingsOf } from '../../packages/consumer/src/settings.ts';
import { codeBlocks, tableRows } from './markdown.ts';
import { repository, runServer } from './running-server.ts';

const folder = join(repository, 'packages/consumer');
const readme = await readFile(join(folder, 'README.md'), 'utf8');
const migrating = await readFile(join(folder, 'MIGRATING.md'), 'utf8');

/** A project that has this repository's packages installed, with these files. */
async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'headwater-consumer-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  await symlink(join(repository, 'node_modules'), join(path, 'node_modules'), 'junction');
  for (const [file, code] of Object.entries(files)) await writeFile(join(path, file), code);
  return path;
}

/** What the examples take from the first one, and from the reader's own program. */
const surroundings = `
  import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
  import type * as consumers from '@headwater/consumer';
  interface Order { id: string; total: number }
  type Change = consumers.ChangeRecord<Order>;
  declare global {
    const streams: DynamoDBStreamsClient;
    const streamArn: string;
    const source: consumers.Source<Change>;
    const store: consumers.LeaseStore;
    const handler: consumers.Handler<Change>;
    const consumer: consumers.StreamConsumer<Change>;
    const letter: consumers.DeadLetter<Change>;
    function addToMinute(records: readonly Change[]): Promise<void>;
    function closeMinutesBefore(time: number, shardId: string): Promise<void>;
    const deadLetters: { send(text: string): Promise<void> };
    function sendMail(
      record: Change,
      options: { attempt: number; signal: AbortSignal },
    ): Promise<void>;
    function alarm(text: string, details: object): void;
    function log(details: object): void;
    function lambdaHandler(event: { Records: readonly consumers.RawChange[] }): Promise<
      { batchItemFailures: { itemIdentifier: string }[] } | undefined
    >;
  }
`;

test('every example compiles', async () => {
  const blocks = [...codeBlocks(readme, 'ts'), ...codeBlocks(migrating, 'ts')];
  expect(blocks.length).toBeGreaterThan(9);
  const examples = blocks.map((code, index) => [`example-${index}.ts`, code] as const);
  const { compilerOptions } = JSON.parse(
    await readFile(join(repository, 'tsconfig.json'), 'utf8'),
  ) as { compilerOptions: object };
  const path = await project({
    ...Object.fromEntries(examples),
    'surroundings.d.ts': surroundings,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts'] }),
  });
  const tsc = join(repository, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--project', path], { cwd: path, encoding: 'utf8' });
  expect(stdout).toBe('');
});

test('the first example prints what the page says, and ends when it is told to', async () => {
  await using server = await runServer(['--in-memory']);
  const [example = ''] = codeBlocks(readme, 'ts');
  const [printed = ''] = codeBlocks(readme, 'text');
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  await changeAnOrder(server.url);
  const path = await project({ 'follow-orders.ts': example, 'package.json': '{"type":"module"}' });
  const child = spawn(process.execPath, ['follow-orders.ts'], {
    cwd: path,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const expected = printed.trim().split('\n');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === expected.length) child.kill('SIGTERM');
  }
  expect(lines).toEqual(expected);
  expect(await exit).toEqual([0, null]);
});

async function changeAnOrder(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamodb = new DynamoDB({ endpoint, region: 'us-east-1', credentials });
  onTestFinished(() => dynamodb.destroy());
  const TableName = 'orders';
  const id = { S: 'A-1' };
  await dynamodb.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  for (const total of ['25', '30']) {
    await dynamodb.putItem({ TableName, Item: { id, total: { N: total } } });
  }
  await dynamodb.deleteItem({ TableName, Key: { id } });
}

test('the permissions are those of the calls that the code makes', async () => {
  const calls = async (file: string): Promise<string[]> => {
    const source = await readFile(join(folder, 'src', file), 'utf8');
    return [...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => `dynamodb:${name}`);
  };
  const [policy = '{}'] = codeBlocks(readme, 'json');
  const { Statement } = JSON.parse(policy) as {
    Statement: readonly { Action: string[]; Resource: string }[];
  };
  const [ofStream, ofLeases] = Statement.map(({ Action }) => new Set(Action));
  expect(ofStream).toEqual(new Set(await calls('dynamodb-streams.ts')));
  expect(ofLeases).toEqual(new Set(await calls('leases/lease-table.ts')));
});

test('the options are documented with their defaults', () => {
  const settings = settingsOf({ application: 'any', source: {} as never }, () => {});
  const { batch, leases, position, concurrencyPerShard } = settings;
  const third = leases.durationMs / 3;
  const [, section = ''] = readme.split('\n## Options\n');
  const documented = tableRows(section).map(([name = '', byDefault = '']) => [
    name.replaceAll('`', ''),
    byDefault === 'a third' ? String(third) : byDefault,
  ]);
  expect(Object.fromEntries(documented)).toEqual({
    position,
    ...asTexts('batch', batch),
    concurrencyPerShard: String(concurrencyPerShard),
    ...asTexts('leases', leases),
    worker: 'random',
  });
});

function asTexts(prefix: string, values: Readonly<Record<string, number>>): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, String(value)]),
  );
}
