// Runs before each test file: a test fails on what it was not meant to write, and on a warning of
// Node's, which is a leak or a misuse in our code. (Vitest itself fails a run on unhandled
// rejections.) A test that expects console output mocks the method with `vi.spyOn`.

import { format } from 'node:util';
import { afterEach } from 'vitest';

// What a test's server sends to SQS, SNS or S3 stays in its own emulator, whatever the shell says.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('AWS_ENDPOINT_URL')) delete process.env[name];
}

const written: string[] = [];

for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  const write = console[method];
  console[method] = (...parts: unknown[]) => {
    written.push(format(...parts));
    write(...parts);
  };
}

process.on('warning', (warning) => {
  // The oldest Node 24 still calls node:sqlite experimental.
  if (warning.name !== 'ExperimentalWarning') written.push(`${warning.name}: ${warning.message}`);
});

afterEach(() => {
  const lines = written.splice(0);
  if (lines.length > 0) throw new Error(`The test wrote to the console:\n${lines.join('\n')}`);
});
