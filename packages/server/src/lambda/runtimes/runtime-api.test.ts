import { afterEach, beforeEach, expect, test } from 'vitest';
import { maxAnswerBytes, RuntimeApi } from './runtime-api.ts';

// "Using the Lambda runtime API" in AWS's developer guide; refusals as in aws-lambda-runtime-interface-emulator.

let api: RuntimeApi;
let told: unknown[][];
let ready: PromiseWithResolvers<void>;

beforeEach(async () => {
  told = [];
  ready = Promise.withResolvers();
  api = await RuntimeApi.listen({
    ready: () => ready.resolve(),
    answered: ({ kind, body }) => told.push([kind, body && Buffer.from(body).toString()]),
    failedToStart: ({ body }) => told.push(['init', Buffer.from(body ?? []).toString()]),
    loaded: (files) => told.push(['files', files]),
  });
});
afterEach(() => api[Symbol.dispose]());

const base = () => `http://${api.address}/2018-06-01/runtime`;
const post = async (path: string, body: string, headers = {}) => {
  const response = await fetch(`${base()}/${path}`, { method: 'POST', body, headers });
  return [response.status, await response.json()];
};

/** Asks for work and gets the invocation `r1`. */
async function work(): Promise<Response> {
  const next = fetch(`${base()}/invocation/next`);
  await ready.promise;
  api.deliver({
    requestId: 'r1',
    payload: Buffer.from('{"a":"ä"}'),
    deadline: 1_700_000_000_000.4,
    invokedArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f:live',
    traceId: 'Root=1-0-0;Parent=0;Sampled=0',
    clientContext: '{"custom":1}',
  });
  return next;
}

test('an invocation comes with its headers, and its answer is accepted', async () => {
  const next = await work();
  expect(next.status).toBe(200);
  expect(await next.json()).toEqual({ a: 'ä' });
  expect(Object.fromEntries(next.headers)).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': 'r1',
    'lambda-runtime-deadline-ms': '1700000000000',
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:000000000000:function:f:live',
    'lambda-runtime-trace-id': 'Root=1-0-0;Parent=0;Sampled=0',
    'lambda-runtime-client-context': '{"custom":1}',
  });
  expect(await post('invocation/r1/response', '{"b":"ö"}')).toEqual([202, { status: 'OK' }]);
  expect(told).toEqual([['response', '{"b":"ö"}']]);
});

test('an error is accepted in its place', async () => {
  await work();
  expect(await post('invocation/r1/error', '{"errorType":"E"}')).toEqual([202, { status: 'OK' }]);
  expect(told).toEqual([['error', '{"errorType":"E"}']]);
});

test('one invocation is answered once, and under its own id', async () => {
  expect((await post('invocation/r1/response', '1'))[0]).toBe(403);
  await work();
  expect(await post('invocation/r2/response', '1')).toEqual([
    400,
    { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' },
  ]);
  expect((await fetch(`${base()}/invocation/next`)).status).toBe(403);
  await post('invocation/r1/response', '1');
  expect(await post('invocation/r1/error', '2')).toEqual([
    403,
    {
      errorType: 'InvalidStateTransition',
      errorMessage: expect.stringContaining('failed for runtime'),
    },
  ]);
  expect(told).toEqual([['response', '1']]);
});

test('an answer that is too large is refused, and told without its bytes', async () => {
  await work();
  expect(await post('invocation/r1/response', 'x'.repeat(maxAnswerBytes + 1))).toEqual([
    413,
    {
      errorType: 'RequestEntityTooLarge',
      errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
    },
  ]);
  expect(told).toEqual([['response', undefined]]);
});

test('an error of the start is accepted once, and only at the start', async () => {
  expect(await post('init/error', '{"errorType":"E"}')).toEqual([202, { status: 'OK' }]);
  expect((await post('init/error', '{}'))[0]).toBe(403);
  expect((await fetch(`${base()}/invocation/next`)).status).toBe(403);
  expect(told).toEqual([['init', '{"errorType":"E"}']]);
});

test('other paths are not there, and pages of sites are kept away', async () => {
  expect((await fetch(`${base()}/invocation/r1`)).status).toBe(404);
  expect((await fetch(`http://${api.address}/`)).status).toBe(404);
  const page = { headers: { origin: 'https://example.com' } };
  expect((await fetch(`${base()}/invocation/next`, page)).status).toBe(403);
});
