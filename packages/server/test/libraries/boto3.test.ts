// Everyday use of boto3's resource API, on machines whose Python has boto3.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startHeadwater } from '../../src/index.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('boto3-everyday.py', import.meta.url));

/** The first Python that can import boto3; undefined where there is none. */
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

const python = await pythonWithBoto3();

it(`boto3's resource API ${python === undefined ? '(not on this machine)' : ''}`, async () => {
  await using server = await startHeadwater();
  if (python === undefined) return;
  const ran = await run(python, [program], {
    env: {
      ...process.env,
      // Older boto3 reads no endpoint from the environment.
      HEADWATER_TEST_ENDPOINT: server.endpoint,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
  expect(ran.stderr).toBe('');
});
