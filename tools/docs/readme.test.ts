// The examples of README.md run as they are printed there.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { repository, runServer } from './running-server.ts';

const run = promisify(execFile);

/** A project that has this repository's packages installed. */
async function project(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

async function example(language: string): Promise<string> {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const [code, ...more] = codeBlocks(readme, language);
  if (code === undefined || more.length > 0) throw new Error(`README has one ${language} example.`);
  return code;
}

test('the first example prints what README says', async () => {
  await using server = await runServer(['--in-memory']);
  const folder = await project();
  await writeFile(join(folder, 'example.mjs'), await example('js'));
  const { stdout } = await run(process.execPath, ['example.mjs'], {
    cwd: folder,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  expect(stdout).toBe(await example('text'));
});

test('the example of a test passes', async () => {
  const folder = await project();
  await writeFile(join(folder, 'orders.test.ts'), await example('ts'));
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const { stdout } = await run(process.execPath, [vitest, 'run', '--root', folder], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stdout).toMatch(/Tests +1 passed \(1\)/);
});
