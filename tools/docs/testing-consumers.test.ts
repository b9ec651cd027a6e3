// The examples of docs/testing-consumers.md run as they are printed there: they pass with the correct consumer
// of examples/consumer-mistakes, and each of its mistakes fails one of them.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { repository, runServer } from './running-server.ts';

const run = promisify(execFile);
const page = await readFile(join(repository, 'docs/testing-consumers.md'), 'utf8');
/** Vitest starts twice in here. */
const timeout = 120_000;
const examples = join(repository, 'examples/consumer-mistakes');

/** Blocks that begin with a comment that names their file, as `[file, content]`. */
function files(language: string): [string, string][] {
  return codeBlocks(page, language).map((code) => [/^\/\/ (\S+)\n/.exec(code)?.[1] ?? '', code]);
}

/** A project that has this repository's packages installed, and these files. */
async function project(content: readonly (readonly [string, string])[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-consumers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [file, code] of content) await writeFile(join(folder, file), code);
  return folder;
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** By file, what became of its tests: `passed`, or how they failed. */
async function outcomes(folder: string): Promise<Map<string, string[]>> {
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const report = join(folder, 'report.json');
  // Without isolation the SDK is loaded once.
  const options = [
    'run',
    '--root',
    folder,
    '--no-isolate',
    // The first test of a file waits for the SDK to load, which takes long on a busy machine.
    '--testTimeout=30000',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  // Vitest exits with 1 when a test fails, which some are meant to; the report tells.
  await run(process.execPath, [vitest, ...options]).catch(() => undefined);
  const { testResults }: VitestReport = JSON.parse(await readFile(report, 'utf8'));
  return new Map(
    testResults.map(({ name, assertionResults }) => [
      name.slice(name.lastIndexOf('/') + 1),
      assertionResults.map(({ status, failureMessages: [failure = ''] }) =>
        status === 'passed' ? status : failure,
      ),
    ]),
  );
}

const consumerFrom = (file: string, expression: string): string =>
  `import * as module from ${JSON.stringify(join(examples, file))};\nexport const orderConsumer = ${expression};\n`;

/** A consumer that polls again when it was throttled, so that it fails by its mistake only. */
const throttledLightly = (expression: string): string => `(options) => {
  const consumer = (${expression})(options);
  const isThrottled = ({ name }) => name === 'ThrottlingException';
  const poll = () => consumer.poll().catch((error) => {
    if (isThrottled(error)) return poll();
    throw error;
  });
  return { poll };
}`;

test('each test passes with a correct consumer', { timeout }, async () => {
  const blocks = files('ts');
  const folder = await project([
    ...blocks,
    ['order-consumer.ts', consumerFrom('follow-lineage.ts', 'module.followLineage')],
  ]);
  const tests = blocks.map(([file]) => file).filter((file) => file.endsWith('.test.ts'));
  expect(tests.length).toBeGreaterThan(5);
  expect(await outcomes(folder)).toEqual(new Map(tests.map((file) => [file, ['passed']])));
});

test('each mistake fails the first test, or that of restarts', { timeout }, async () => {
  const mistakes = (await readdir(examples)).filter(isMistake);
  expect(mistakes.length).toBeGreaterThan(10);
  const blocks = files('ts');
  const tests = blocks.filter(([file]) => /^orders(?:-restart)?\.test\.ts$/.test(file));
  expect(tests).toHaveLength(2);
  const content = mistakes.flatMap((file) => [
    [`consumer-${file}`, consumerFrom(file, throttledLightly(expressionOf(file)))] as const,
    ...tests.map(
      ([name, code]) =>
        [`${file}-${name}`, code.replace('./order-consumer.ts', `./consumer-${file}`)] as const,
    ),
  ]);
  const table = blocks.filter(([file]) => file === 'orders-table.ts');
  const results = await outcomes(await project([...table, ...content]));
  expect(results.size).toBe(2 * mistakes.length);
  for (const mistake of mistakes) {
    const both = tests.map(([name]) => results.get(`${mistake}-${name}`)?.join() ?? '');
    // It is the consumer that fails, not the module that should have it.
    expect(`${mistake}: ${both.join('\n')}`).toMatch(/to deeply equal|ExpiredIterator/);
  }
});

/** Where the consumer is not what the file is called. */
const expressions: Readonly<Record<string, string>> = {
  'expired-iterator.ts': "module.whenExpired('finish')",
  'without-checkpoint.ts': "module.startingAt('LATEST')",
};

function expressionOf(file: string): string {
  return expressions[file] ?? `module.${camelCase(file)}`;
}

function isMistake(file: string): boolean {
  const shared = ['consumer.ts', 'follow-lineage.ts', 'stream-calls.ts'];
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !shared.includes(file);
}

function camelCase(file: string): string {
  return file.replace('.ts', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

test('the example of node:test passes', async () => {
  const [example] = files('js');
  const folder = await project(example === undefined ? [] : [example]);
  const { stdout } = await run(process.execPath, ['--test', example?.[0] ?? ''], { cwd: folder });
  expect(stdout).toMatch(/pass 1\b/);
});

test('the calls of curl are answered', async () => {
  await using server = await serverWithOrders();
  const [script = ''] = codeBlocks(page, 'sh');
  const call = /^curl --fail (?:--json|--get --data-urlencode) '(.*)' \$headwater(\S+)$/gm;
  const calls = [...script.matchAll(call)];
  // The first line names the server.
  expect(calls).toHaveLength(script.trim().split('\n').length - 1);
  for (const [, data = '', path = ''] of calls) {
    const url = new URL(`/_headwater${path}`, server.url);
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(data) ?? [];
    if (name !== '') url.searchParams.set(name, value);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, name === '' ? { method: 'POST', headers, body: data } : {});
    expect([data, answer.status]).toEqual([data, 200]);
  }
});

test('the program in Python runs, where there is boto3', async () => {
  const [program = ''] = codeBlocks(page, 'python');
  expect(program).toContain('import boto3');
  const python = await pythonWithBoto3();
  if (python === undefined) return;
  await using server = await runServer(['--in-memory']);
  const env = { ...process.env, ...credentials, AWS_ENDPOINT_URL: server.url };
  const { stderr } = await run(python, ['-c', program], { env });
  expect(stderr).toBe('');
});

const credentials = {
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

async function serverWithOrders() {
  const server = await runServer(['--in-memory']);
  const dynamodb = new DynamoDB({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await dynamodb.createTable({
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  dynamodb.destroy();
  return server;
}

/** The first Python that can import boto3. */
async function pythonWithBoto3(): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const found = await run(python, ['-c', 'import boto3']).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return undefined;
}
