// What a server loads before it is asked for anything: what it is not asked for, it starts without.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** Starts a server in a process of its own, and writes a table; gives the files and packages that it has loaded. */
async function loadedModules(): Promise<string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const urls = [];
    registerHooks({
      load(url, context, next) {
        urls.push(url);
        return next(url, context);
      },
    });
    const { startHeadwater } = await import(${JSON.stringify(entry)});
    const headwater = await startHeadwater();
    await fetch(headwater.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: '{}',
    });
    console.log(JSON.stringify(urls));
    await headwater.close();`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(stdout) as string[];
}

test('a server that nobody asks loads neither the emulator nor any client of AWS', async () => {
  const urls = await loadedModules();
  expect(urls.length).toBeGreaterThan(100);
  expect(urls.filter((url) => /\/(?:fauxqs|fastify|@aws-sdk|@smithy)\//.test(url))).toEqual([]);
  const parts = [
    'open-emulator',
    'open-cloud-services',
    'other-services/other-services',
    '/followers/delivery/',
  ];
  expect(urls.filter((url) => parts.some((part) => url.includes(part)))).toEqual([]);
});
