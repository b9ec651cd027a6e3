import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfOperation } from './faults-of-operation.ts';
import { services } from './services.ts';

const operations = services.flatMap((service) => service.operations.map(({ name }) => name));

test('every operation can be throttled, fail, and lose its connection', () => {
  for (const operation of operations) {
    expect(faultsOfOperation(operation)).toEqual(
      expect.arrayContaining(['throttle', 'internal', 'reset', 'reset-after']),
    );
  }
});

test('docs/control.md lists the operations that know LimitExceededException', () => {
  const page = readFileSync(new URL('../../../../docs/control.md', import.meta.url), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith('| `limit`')) ?? '';
  const listed = row.slice(row.indexOf(':')).match(/[A-Z]\w+/g);
  const limited = operations.filter((name) => faultsOfOperation(name)?.includes('limit'));
  expect(listed).toEqual(limited);
});

test('an operation that is none has none', () => {
  expect(faultsOfOperation('putItem')).toBeUndefined();
});
