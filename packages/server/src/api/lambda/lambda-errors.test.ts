// docs/errors.md lists what Lambda answers.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FunctionRefused } from '../../lambda/functions/function-refusal.ts';
import { CannotRunFunction, TooManyInvocations } from '../../lambda/runtimes/invoker.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { lambdaCatalogue, lambdaErrorOf, lambdaRefusals } from './lambda-errors.ts';

const document = readFileSync(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');

/** The cells of a table's rows, without the marks of code. */
function tableUnder(heading: string): string[][] {
  const section = document.split(`\n### ${heading}\n`)[1]?.split('\n##')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .slice(2)
    .map((row) => row.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')));
}

test('docs/errors.md lists the names', () => {
  const listed = Object.entries(lambdaCatalogue).map(([name, entry]) => [
    name,
    String(entry.status),
    entry.textMember,
    'type' in entry ? entry.type : '',
  ]);
  expect(tableUnder("Lambda's names")).toEqual(listed);
});

test('docs/errors.md lists the refusals', () => {
  const listed = Object.entries(lambdaRefusals).map(([kind, { error, text }]) => [
    kind,
    error,
    text,
  ]);
  expect(tableUnder("Lambda's refusals")).toEqual(listed);
});

test.each<[unknown, number, object]>([
  [
    new FunctionRefused({ kind: 'function-not-found', arn: 'arn:aws:a' }),
    404,
    { Type: 'User', Message: 'Function not found: arn:aws:a' },
  ],
  [
    new FunctionRefused({ kind: 'throttled', limit: 'reserved' }),
    429,
    {
      Type: 'User',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    },
  ],
  [
    new TooManyInvocations(),
    429,
    { Type: 'User', message: 'Rate Exceeded.', Reason: 'ConcurrentInvocationLimitExceeded' },
  ],
  [new CannotRunFunction('No Ruby.'), 502, { Type: 'User', Message: 'No Ruby.' }],
  [
    new StoreUnavailable('closed'),
    500,
    { Type: 'Service', Message: 'The storage is not available.' },
  ],
])('%s', (error, status, body) => {
  expect(lambdaErrorOf(error)).toMatchObject({ status, body });
});

test('what is no refusal is none', () => {
  expect(lambdaErrorOf(new Error('a bug'))).toBeUndefined();
});
