// docs/differences.md lists exactly those operations of DynamoDB that the server does not offer, and those
// parameters that it refuses.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { repository, runServer } from './running-server.ts';

/** Names of commands, `$Command` apart. */
const operations = Object.keys(sdk)
  .filter((name) => /^[A-Z]\w*Command$/.test(name))
  .map((name) => name.replace(/Command$/, ''))
  .toSorted();

async function isOffered(url: string, operation: string): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: '{}',
  });
  return !(await answer.text()).includes('UnknownOperationException');
}

test('the operations that are not offered are listed', async () => {
  expect(operations.length).toBeGreaterThan(50);
  await using server = await runServer(['--in-memory']);
  const offered = await Promise.all(operations.map((name) => isOffered(server.url, name)));
  const missing = operations.filter((_, index) => offered[index] !== true);
  const listed = namesListed('Operations that are not offered');
  expect(listed.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(missing);
});

test('the parameters that are refused are listed', () => {
  const folder = join(repository, 'packages/server/src/api/dynamodb');
  const refused = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => refusedParameters(readFileSync(join(folder, name), 'utf8')));
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
