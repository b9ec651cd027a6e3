// docs/differences.md lists exactly those operations of DynamoDB, Kinesis and Lambda that the server does not offer, and
// those parameters that it refuses.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-dynamodb';
import * as kinesisSdk from '@aws-sdk/client-kinesis';
import * as lambdaSdk from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { repository, runServer } from './running-server.ts';

/** Names of commands, `$Command` apart. */
function operationsOf(exported: object): string[] {
  return Object.keys(exported)
    .filter((name) => /^[A-Z]\w*Command$/.test(name))
    .map((name) => name.replace(/Command$/, ''))
    .toSorted();
}

async function isOffered(url: string, target: string): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
    },
    body: '{}',
  });
  return !(await answer.text()).includes('UnknownOperationException');
}

test.each([
  ['Operations that are not offered', 'DynamoDB_20120810', sdk, 50],
  ['Operations of Kinesis that are not offered', 'Kinesis_20131202', kinesisSdk, 30],
])('under "%s" the operations are listed', async (heading, prefix, exported, least) => {
  const operations = operationsOf(exported);
  expect(operations.length).toBeGreaterThan(least);
  await using server = await runServer(['--in-memory']);
  const offered = await Promise.all(
    operations.map((name) => isOffered(server.url, `${prefix}.${name}`)),
  );
  const missing = operations.filter((_, index) => offered[index] !== true);
  const listed = namesListed(heading);
  expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(missing);
});

/** What the paths and queries of Lambda's requests need. */
const labels = {
  Arn: 'any',
  CallbackId: 'any',
  CapacityProviderName: 'any',
  CodeSigningConfigArn: 'any',
  DurableExecutionArn: 'any',
  FunctionName: 'any',
  InvokeArgs: 'any',
  LayerName: 'any',
  Name: 'any',
  Qualifier: 'any',
  Resource: 'any',
  ResourceArn: 'any',
  StatementId: 'any',
  TagKeys: ['any'],
  UUID: 'any',
  VersionNumber: 1,
};

test("Lambda's operations that are not offered are listed", async () => {
  const names = operationsOf(lambdaSdk);
  expect(names.length).toBeGreaterThan(60);
  await using server = await runServer(['--in-memory']);
  const client = new lambdaSdk.LambdaClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const missing: string[] = [];
  for (const name of names) {
    const Command = Reflect.get(lambdaSdk, `${name}Command`) as new (
      input: object,
    ) => lambdaSdk.InvokeCommand;
    const answer: unknown = await client
      .send(new Command(labels))
      .catch((thrown: unknown) => thrown);
    const { name: code, $metadata } = answer as lambdaSdk.LambdaServiceException;
    // Any answer will do, but for an error of the client's own.
    expect([name, $metadata?.httpStatusCode]).toEqual([name, expect.any(Number)]);
    if (code === 'UnknownOperationException') missing.push(name);
  }
  client.destroy();
  const listed = namesListed('Operations of Lambda that are not offered');
  expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(missing);
});

test('the parameters that are refused are listed', () => {
  const folder = join(repository, 'packages/server/src/api');
  const refused = ['dynamodb', 'kinesis', 'lambda']
    .flatMap((service) =>
      readdirSync(join(folder, service), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, service, name),
      ),
    )
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => refusedParameters(readFileSync(path, 'utf8')));
  expect(refused.length).toBeGreaterThan(10);
  const listed = namesListed('Parameters that are refused');
  expect(new Set(listed)).toEqual(new Set(refused));
});

/** Names in the lists `unsupported...`, without the path to them. */
function refusedParameters(source: string): string[] {
  return [...source.matchAll(/unsupported\w*(?::| =) \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/'(?:[\w*]+\.)*(\w+)'/g)].map(([, name = '']) => name),
  );
}

/** What the list under a heading of the page names in code. */
function namesListed(heading: string): string[] {
  const page = readFileSync(join(repository, 'docs/differences.md'), 'utf8');
  const [, behind = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = behind.split('\n## ');
  const list = section.slice(section.indexOf('\n- '));
  return [...list.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name);
}
