import { expect, test } from 'vitest';
import { reserveConcurrency } from './function-properties.ts';
import { FunctionRefused } from './function-refusal.ts';
import { createTestFunction, openTestFunctions, scope } from './testing/open-test-functions.ts';

const reference = { ...scope, name: 'orders' };
const invocation = { reference, payload: Buffer.from('{}') };

async function refusalOf(answer: Promise<unknown>): Promise<unknown> {
  const error: unknown = await answer.catch((thrown: unknown) => thrown);
  return error instanceof FunctionRefused ? error.refusal : undefined;
}

test('the runtimes get the version, the ARN that was called and a request id', async () => {
  const { functions, invoker } = await openTestFunctions();
  const version = await createTestFunction(functions);
  const qualified = { ...reference, qualifier: '$LATEST' };
  await functions.invocations.invoke({
    ...invocation,
    reference: qualified,
    clientContext: 'e30=',
  });
  await functions.invocations.invoke(invocation);
  expect(invoker.requests[0]).toEqual({
    function: version,
    invokedArn: 'arn:aws:lambda:eu-central-1:000000000000:function:orders:$LATEST',
    payload: Buffer.from('{}'),
    clientContext: 'e30=',
    requestId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  });
  expect(invoker.requests[1]?.invokedArn).toBe(
    'arn:aws:lambda:eu-central-1:000000000000:function:orders',
  );
});

test('reserved concurrency bounds what runs at a time, over all versions', async () => {
  const release = Promise.withResolvers<object>();
  const { functions } = await openTestFunctions({ handler: () => release.promise });
  await createTestFunction(functions, 'orders', { publish: true });
  await reserveConcurrency(functions, reference, 2);
  const running = [
    functions.invocations.invoke(invocation),
    functions.invocations.invoke({ ...invocation, reference: { ...reference, qualifier: '1' } }),
  ];
  // Both are under way when what they ask of the store is there.
  await functions.invocations.resolve(reference);
  await functions.invocations.resolve({ ...reference, qualifier: '1' });
  const throttled = { kind: 'throttled', limit: 'reserved' };
  expect(await refusalOf(functions.invocations.invoke(invocation))).toEqual(throttled);
  release.resolve({});
  await Promise.all(running);
  await functions.invocations.invoke(invocation);
  await reserveConcurrency(functions, reference, 0);
  expect(await refusalOf(functions.invocations.invoke(invocation))).toEqual(throttled);
  await reserveConcurrency(functions, reference, undefined);
  await functions.invocations.invoke(invocation);
});

test('runtimes are started once, by the first invocation, and closed at the end', async () => {
  const { functions, invoker, close } = await openTestFunctions();
  await createTestFunction(functions);
  expect(functions.logsOf(reference)).toEqual([]);
  await Promise.all([
    functions.invocations.invoke(invocation),
    functions.invocations.invoke(invocation),
  ]);
  expect(functions.logsOf(reference)).toHaveLength(2);
  await close();
  expect(invoker.closed).toBe(true);
});
