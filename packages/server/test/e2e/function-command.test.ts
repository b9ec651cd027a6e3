// `headwater function`, as its users run it.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Ended {
  readonly code?: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server, and `headwater function ...` in a folder with a handler in it. */
async function started(): Promise<{
  readonly headwater: Headwater;
  readonly command: (...parameters: string[]) => Promise<Ended>;
}> {
  const directory = await temporaryDirectory();
  const headwater = await startHeadwater({ log: { info() {}, warn() {}, error() {} } });
  onTestFinished(async () => {
    await headwater.close();
    await directory[Symbol.asyncDispose]();
  });
  await writeFile(
    join(directory.path, 'handler.ts'),
    `export const handler = async (event: { n: number }) => {
      console.log('got', event.n);
      return { twice: event.n * 2, stage: process.env['STAGE'] };
    };`,
  );
  const env = { ...process.env, HEADWATER_ENDPOINT: headwater.endpoint, AWS_REGION: 'us-east-1' };
  const command = async (...parameters: string[]): Promise<Ended> => {
    try {
      return await run(process.execPath, [main, 'function', ...parameters], {
        cwd: directory.path,
        env,
      });
    } catch (error) {
      return error as Ended;
    }
  };
  return { headwater, command };
}

test('a function is added from a file, invoked, listed and removed', async () => {
  const { command } = await started();
  expect((await command()).stdout).toBe('In us-east-1 there are no functions.\n');
  const added = await command('add', 'twice', '--handler', './handler.ts', '--env', 'STAGE=a=b');
  expect(added.stdout).toMatch(/^FUNCTION +TIMEOUT.*\ntwice +30 s +128 MB .*handler\.ts\n$/);

  const invoked = await command('invoke', 'twice', '{"n":21}');
  expect(invoked.stdout).toMatch(/^START RequestId: /);
  expect(invoked.stdout).toContain('got 21');
  expect(invoked.stdout.endsWith('\n\n{\n  "twice": 42,\n  "stage": "a=b"\n}\n')).toBe(true);
  const { stdout } = await command('invoke', 'twice', '{"n":1}', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ invocation: { payload: { twice: 2 } } });

  const logs = (await command('logs', 'twice')).stdout;
  expect([...logs.matchAll(/got (\d+)/g)].map(([, number]) => number)).toEqual(['21', '1']);
  expect((await command('remove', 'twice')).stdout).toBe('Removed twice.\n');
  expect((await command('list')).stdout).toBe('In us-east-1 there are no functions.\n');
});

test.each<[string, string[], RegExp]>([
  ['no code', ['add', 'a'], /error: say where the code is/],
  [
    'a file that is not there',
    ['add', 'a', '--handler', 'no.ts'],
    /There is no file and no folder/,
  ],
  ['a name that is none', ['add', 'a b', '--handler', 'handler.ts'], /Names of functions are/],
  [
    'a variable without a value',
    ['add', 'a', '--handler', 'handler.ts', '--env', 'X'],
    /NAME=value/,
  ],
  ['a URL that is none', ['add', 'a', '--url', 'here'], /url takes the URL of a function/],
  ['a payload that is no JSON', ['invoke', 'a', '{'], /The payload is not JSON/],
  ['a function that there is not', ['invoke', 'nobody'], /There is no function arn:/],
  ['the logs of one', ['logs', 'nobody'], /There is no function arn:/],
])('%s is told', async (_, parameters, expected) => {
  const { command } = await started();
  const { code, stderr, stdout } = await command(...parameters);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(expected);
});

test.each<[object, number, RegExp]>([
  [{ action: 'sing' }, 400, /^action takes add, remove or invoke/],
  [{ action: 'add', name: 'a', handler: './handler.ts' }, 400, /takes an absolute path/],
  [{ action: 'add', name: 'a', handler: '/a', url: 'http://a' }, 400, /either handler or url/],
  [{ action: 'add', name: 'a', url: 'http://a', env: { A: 1 } }, 400, /env takes an object/],
  [{ action: 'add', name: 'a', url: 'http://a', timeout: 0 }, 400, /timeout takes a whole number/],
  [{ action: 'add', name: 'a', url: 'http://a', code: 1 }, 400, /The request has no code/],
  [{ action: 'remove', name: 'a' }, 404, /There is no function/],
])('POST %j is refused', async (body, status, expected) => {
  const { headwater } = await started();
  const answer = await fetch(`${headwater.endpoint}/_headwater/functions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(expected) });
});
