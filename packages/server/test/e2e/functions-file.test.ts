// The functions and triggers of a file, as `--functions` and `functionsFile` take it.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../temporary-directory.ts';
import { aTable, putItems } from './a-table.ts';

const logging = `export const handler = async (event: { Records: { dynamodb: { Keys: object } }[] }) => {
  for (const { dynamodb } of event.Records) console.log('saw', JSON.stringify(dynamodb.Keys));
};`;

interface Line {
  readonly message: string;
  readonly reason?: unknown;
}

async function project(): Promise<{
  readonly directory: TemporaryDirectory;
  readonly file: string;
  /** Puts a new text in the place of the file's. */
  write(content: object | string): Promise<void>;
}> {
  const directory = await temporaryDirectory();
  onTestFinished(() => directory[Symbol.asyncDispose]());
  await mkdir(join(directory.path, 'src'));
  await writeFile(join(directory.path, 'src', 'orders.ts'), logging);
  const file = join(directory.path, 'headwater.json');
  return {
    directory,
    file,
    write: (content) =>
      writeFile(file, typeof content === 'string' ? content : JSON.stringify(content)),
  };
}

async function started(file: string, dataDir?: string) {
  const lines: Line[] = [];
  const told: { resolve?: () => void } = {};
  const note = (message: string, fields?: object): void => {
    lines.push({ message, ...fields });
    told.resolve?.();
  };
  const headwater = await startHeadwater({
    runtime: manualRuntime(),
    log: { info: note, warn: note, error: note },
    functionsFile: file,
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  onTestFinished(() => headwater.close());
  return {
    headwater,
    lines,
    /** Resolves once so many lines begin like this. */
    async line(start: string, count = 1): Promise<Line> {
      for (;;) {
        const found = lines.filter(({ message }) => message.startsWith(start));
        const last = found[count - 1];
        if (last !== undefined) return last;
        await new Promise<void>((resolve) => {
          told.resolve = resolve;
        });
      }
    },
    async saw(): Promise<string[]> {
      // A leap of the clock waits for what is under way.
      await headwater.clock.advance('1s');
      const logged = await headwater.functions.logs({ name: 'orders' });
      return logged
        .filter((line) => line.includes('saw '))
        .map((line) => line.replace(/.*saw /, ''));
    },
  };
}

const applied = 'Functions are as a file says';
const handler = './src/orders.ts';

test('a function of the file has what the file says, and is called by a table that is there', async () => {
  const { directory, file, write } = await project();
  const dataDir = join(directory.path, 'data');
  const before = await startHeadwater({ dataDir });
  await aTable(before, { name: 'orders', viewType: 'KEYS_ONLY' });
  await before.close();

  const orders = { handler, env: { STAGE: 'test' }, timeout: 7, memory: 256 };
  const on = { table: 'orders', batchSize: 7, retries: 3, bisect: true, maxAge: 90 };
  await write({ functions: { orders: { ...orders, on } } });
  const { headwater, saw } = await started(file, dataDir);
  expect(await headwater.functions.list()).toMatchObject([
    { name: 'orders', code: join(directory.path, 'src', 'orders.ts'), timeout: 7, memory: 256 },
  ]);
  const [{ uuid } = { uuid: '' }] = await headwater.mappings.list();
  expect((await headwater.mappings.get({ uuid })).settings).toMatchObject({
    batchSize: 7,
    maximumRetryAttempts: 3,
    bisectBatchOnFunctionError: true,
    maximumRecordAgeSeconds: 90,
  });
  await putItems(headwater, 'orders', [{ p: { S: 'o-1' } }]);
  expect(await saw()).toEqual(['{"p":{"S":"o-1"}}']);
});

test('a table that comes later calls it from its first record on, and so does one that comes again', async () => {
  const { file, write } = await project();
  await write({ functions: { orders: { handler, on: 'orders' } } });
  const { headwater, lines, saw } = await started(file);
  expect(lines.map(({ message }) => message)).toContain(
    'A function will be called when its table has a stream',
  );
  await aTable(headwater, { name: 'orders', viewType: 'KEYS_ONLY' });
  await putItems(headwater, 'orders', [{ p: { S: 'o-1' } }]);
  expect(await saw()).toEqual(['{"p":{"S":"o-1"}}']);
  await headwater.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
  await aTable(headwater, { name: 'orders', viewType: 'KEYS_ONLY' });
  await putItems(headwater, 'orders', [{ p: { S: 'o-2' } }]);
  expect(await saw()).toEqual(['{"p":{"S":"o-1"}}', '{"p":{"S":"o-2"}}']);
});

test('the file is followed: functions and triggers come, change and go', async () => {
  const { file, write } = await project();
  await write({ functions: { orders: { handler, on: { table: 'orders', retries: 3 } } } });
  const { headwater, line } = await started(file);
  await aTable(headwater, { name: 'orders', viewType: 'KEYS_ONLY' });
  await headwater.clock.advance('1s');

  const other = { handler, timeout: 9 };
  await write({ functions: { orders: { handler, on: 'orders' }, other } });
  await line(applied, 2);
  await headwater.clock.advance('1s');
  expect((await headwater.functions.list()).map(({ name }) => name)).toEqual(['orders', 'other']);
  const [{ uuid } = { uuid: '' }] = await headwater.mappings.list();
  // What is not said any more is as if it had never been said.
  const { settings } = await headwater.mappings.get({ uuid });
  expect(settings).toMatchObject({ maximumRetryAttempts: -1 });

  await write({ functions: { other } });
  await line(applied, 3);
  await headwater.clock.advance('1s');
  expect((await headwater.functions.list()).map(({ name }) => name)).toEqual(['other']);
  expect(await headwater.mappings.list()).toEqual([]);
});

test('a mistake in a file that changed is told, and what was there stays', async () => {
  const { file, write } = await project();
  await write({ functions: { orders: { handler } } });
  const { headwater, line } = await started(file);
  await write('{"functions": {');
  expect((await line('A file of functions was not taken')).reason).toMatch(/^It is no JSON/);
  await write({ functions: { orders: { handler, timeout: 9 }, lost: { handler: './lost.ts' } } });
  expect((await line('A function of a file was not taken')).reason).toMatch(
    /^functions\.lost: There is no file and no folder/,
  );
  await line(applied, 2);
  expect(await headwater.functions.list()).toMatchObject([{ name: 'orders', timeout: 9 }]);
});

test.each<[object | string | undefined, RegExp]>([
  [undefined, /headwater\.json: It cannot be read: ENOENT/],
  ['{', /headwater\.json: It is no JSON/],
  [
    { functions: { orders: { handler: './lost.ts' } } },
    /headwater\.json: functions\.orders: There is no file and no folder .*lost\.ts/,
  ],
  [
    { functions: { orders: { handler, colour: 'red' } } },
    /headwater\.json: functions\.orders: The request has no colour\. It takes name, /,
  ],
])('a server does not start with %j', async (content, message) => {
  const { file, write } = await project();
  if (content !== undefined) await write(content);
  await expect(started(file)).rejects.toThrow(message);
});

test('a server does not start with a trigger that cannot be', async () => {
  const { directory, file, write } = await project();
  const dataDir = join(directory.path, 'data');
  const before = await startHeadwater({ dataDir });
  await aTable(before, { name: 'orders', viewType: 'KEYS_ONLY' });
  await before.close();
  await write({ functions: { orders: { handler, on: { table: 'orders', batchSize: 0 } } } });
  await expect(started(file, dataDir)).rejects.toThrow(
    'headwater.json: functions.orders.on, table orders: batchSize takes a whole number from 1 to 10000.',
  );
});
