// The two programs, as README.md has them run.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startHeadwater } from '../../packages/server/src/index.ts';

test('what one places the other prints, and it ends when it is told to', async () => {
  await using headwater = await startHeadwater();
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: headwater.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const run = (program: string) => {
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    return { child, exit: once(child, 'exit'), lines: createInterface({ input: child.stdout }) };
  };
  const follower = run('main.ts');
  const placing = run('place-orders.ts').exit;
  const changes: string[] = [];
  const others: string[] = [];
  for await (const line of follower.lines) {
    (line.startsWith('insert') ? changes : others).push(line);
    if (changes.length === 3 && !others.includes('stopping')) {
      follower.child.kill('SIGTERM');
      others.push('stopping');
    }
  }
  expect(await placing).toEqual([0, null]);
  expect(await follower.exit).toEqual([0, null]);
  expect(changes.map((line) => line.replace(/\d+$/, 'n'))).toEqual([
    'insert A-1 - -> n',
    'insert A-2 - -> n',
    'insert A-3 - -> n',
  ]);
  expect(others.at(-2)).toBe('ended: stopped');
  expect(others.at(-1)).toBe('processed 3 records');
});
