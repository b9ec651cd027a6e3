// The forms of answers are those that LocalStack recorded on AWS.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchAnswer } from './batch-answer.ts';

const numbers = ['100', '101', '102'];
const naming = (...identifiers: readonly unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

test.each([
  undefined,
  null,
  '',
  {},
  [],
  { batchItemFailures: [] },
  { batchItemFailures: null },
  { other: 1 },
])('%j is success', (answer) => {
  expect(batchAnswer(answer, numbers)).toEqual({ type: 'ok' });
});

test.each([
  naming(''),
  naming(null),
  naming(101),
  naming('123'),
  naming('101', '123'),
  { batchItemFailures: [{ foo: '101' }] },
  { batchItemFailures: [{}] },
  { batchItemFailures: ['101'] },
  { batchItemFailures: [null] },
  { batchItemFailures: {} },
  { batchItemFailures: '101' },
  'done',
  [{}],
  7,
  true,
])('%j is failure of the whole batch', (answer) => {
  expect(batchAnswer(answer, numbers)).toMatchObject({ type: 'failed' });
});

test.each([
  [naming('101'), '101'],
  [naming('102', '100'), '100'],
  [{ ...naming('102'), state: {} }, '102'],
])('%j is failure from a record on', (answer, firstFailed) => {
  expect(batchAnswer(answer, numbers)).toEqual({ type: 'partial', firstFailed });
});

test('whatever it answers, it is one of these', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()).map(naming)), (answer) => {
      expect(['ok', 'partial', 'failed']).toContain(batchAnswer(answer, numbers).type);
    }),
  );
});
