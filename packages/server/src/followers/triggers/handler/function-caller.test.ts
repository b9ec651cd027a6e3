import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../base/bytes.ts';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import {
  CannotRunFunction,
  type InvocationResult,
  InvokerClosed,
  TooManyInvocations,
} from '../../../lambda/runtimes/invoker.ts';
import { callFunction } from './function-caller.ts';

const reference = { region: 'eu-central-1', account: '000000000000', name: 'f' };
const requestId = '11111111-2222-4333-8444-555555555555';

function call(invoke: () => Promise<InvocationResult>, payload = utf8Bytes('{}')) {
  return callFunction({ invoke }, { reference, payload, requestId });
}

const answering = (payload: string, functionError?: 'Unhandled') => () =>
  Promise.resolve({
    payload: utf8Bytes(payload),
    executedVersion: '7',
    logTail: new Uint8Array(),
    durationMs: 1,
    ...(functionError === undefined ? {} : { functionError }),
  });

const response = { statusCode: 200, executedVersion: '7', functionError: null };

test.each([
  ['', undefined],
  ['null', null],
  ['{"a":1}', { a: 1 }],
])('%j is an answer', async (payload, answer) => {
  expect(await call(answering(payload))).toEqual({ type: 'answered', answer, response });
});

test('what is no JSON is an error', async () => {
  expect(await call(answering('<html>'))).toMatchObject({ type: 'error', response });
});

test.each([
  ['{"errorType":"TypeError","errorMessage":"no"}', 'TypeError: no'],
  ['{"errorMessage":"Task timed out after 3.00 seconds"}', 'Task timed out after 3.00 seconds'],
  ['"text"', '"text"'],
  ['null', 'null'],
  ['<html>', '<html>'],
])('an error is told in the words of %s', async (payload, problem) => {
  expect(await call(answering(payload, 'Unhandled'))).toEqual({
    type: 'error',
    problem,
    response: { ...response, functionError: 'Unhandled' },
  });
});

test.each([
  [new TooManyInvocations('busy'), { type: 'throttled', problem: 'busy' }],
  [
    new FunctionRefused({ kind: 'throttled', limit: 'account' }),
    { type: 'throttled', problem: 'More invocations than the server takes at a time.' },
  ],
  [
    new FunctionRefused({ kind: 'alias-not-found', arn: 'arn:f:live' }),
    { type: 'not-run', problem: 'There is no function arn:f:live.' },
  ],
  [new CannotRunFunction('No python.'), { type: 'not-run', problem: 'No python.' }],
  [new InvokerClosed(), { type: 'not-run', problem: 'The server is stopping.' }],
  [new Error('disk'), { type: 'not-run', problem: 'disk' }],
])('%s is no failure of the function', async (error, outcome) => {
  const invoke = async (): Promise<InvocationResult> => {
    throw error;
  };
  expect(await call(invoke)).toEqual(outcome);
});

test('an event that no function takes is not sent', async () => {
  const outcome = await call(
    () => Promise.reject(new Error('It was sent.')),
    new Uint8Array(6 * 1024 * 1024 + 1),
  );
  expect(outcome).toMatchObject({ type: 'error' });
  expect(outcome).not.toHaveProperty('response');
});
