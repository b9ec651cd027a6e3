// The examples of README.md run as they are printed there.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { repository, type RunningServer, runServer } from './running-server.ts';

const run = promisify(execFile);

/** A project that has this repository's packages installed. */
async function project(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** The only one in its language with this text in it. */
async function example(language: string, text = ''): Promise<string> {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const [code, ...more] = codeBlocks(readme, language).filter((block) => block.includes(text));
  if (code === undefined || more.length > 0) {
    throw new Error(`README has one ${language} example with "${text}".`);
  }
  return code;
}

/** The environment of a shell in which README's variables were exported. */
function exported({ url }: RunningServer): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

test('the first example prints what README says', async () => {
  await using server = await runServer(['--in-memory']);
  const folder = await project();
  await writeFile(join(folder, 'example.mjs'), await example('js', 'createTable'));
  const { stdout } = await run(process.execPath, ['example.mjs'], {
    cwd: folder,
    env: exported(server),
  });
  expect(stdout).toBe(await example('text'));
});

test('the function of README is called by the table of the first example', async () => {
  await using server = await runServer(['--in-memory']);
  const folder = await project();
  const at = { cwd: folder, env: { ...exported(server), HEADWATER_ENDPOINT: server.url } };
  await writeFile(join(folder, 'example.mjs'), await example('js', 'createTable'));
  await run(process.execPath, ['example.mjs'], at);
  await writeFile(join(folder, 'log-changes.mjs'), await example('js', 'log-changes.mjs'));
  const headwater = async (line: string): Promise<string> => {
    const main = join(repository, 'packages/server/src/main.ts');
    return (await run(process.execPath, [main, ...line.split(' ')], at)).stdout;
  };
  const printed = new Map<string, string>();
  for (const line of (await example('sh', 'function add')).split('\n')) {
    const command = /^npx headwater ([^#]*\w)/.exec(line)?.[1];
    if (command !== undefined) printed.set(command, await headwater(command));
    if (line.startsWith('aws dynamodb put-item')) {
      const Item = JSON.parse(/'(.*)'/.exec(line)?.[1] ?? '') as Record<string, AttributeValue>;
      const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
      const client = new DynamoDBClient({
        endpoint: server.url,
        region: 'us-east-1',
        credentials,
      });
      await client.send(new PutItemCommand({ TableName: 'orders', Item }));
      client.destroy();
      // A reader of README takes longer to type than the function does.
      await headwater('clock advance 0s');
    }
  }
  expect(printed.get('function logs log-changes')).toMatch(/INSERT \{ id: \{ S: 'A-2' \} \}/);
  expect(printed.get('mappings')).toMatch(/Enabled +log-changes +orders +0 .* OK/);
});

test('the example of a test passes', async () => {
  const folder = await project();
  await writeFile(join(folder, 'orders.test.ts'), await example('ts'));
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--root', folder, '--testTimeout=30000'];
  const { stdout } = await run(process.execPath, [vitest, ...options], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stdout).toMatch(/Tests +1 passed \(1\)/);
});
