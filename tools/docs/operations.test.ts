// docs/differences.md lists exactly those operations of DynamoDB that the server does not offer.

import { readFileSync } from 'node:fs';
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
  const page = readFileSync(join(repository, 'docs/differences.md'), 'utf8');
  const [, section = ''] = page.split(/^## Operations that are not offered$/m);
  const [list = ''] = section.split(/^## /m);
  const listed = [...list.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(missing);
});
