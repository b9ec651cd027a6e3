import { expect, test } from 'vitest';
import { createAlias, deleteAlias, getAlias, updateAlias } from './aliases.ts';
import { publishVersion, updateSettings } from './function-changes.ts';
import { FunctionRefused } from './function-refusal.ts';
import { createTestFunction, openTestFunctions, scope } from './testing/open-test-functions.ts';

const orders = { ...scope, name: 'orders' };

async function withVersions() {
  const opened = await openTestFunctions();
  const { functions } = opened;
  await createTestFunction(functions, 'orders', { publish: true });
  await updateSettings(functions, orders, { update: { timeoutSeconds: 5 } });
  await publishVersion(functions, orders, {});
  return opened;
}

async function refusalOf(answer: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await answer.catch((thrown: unknown) => thrown);
  return error instanceof FunctionRefused ? error.refusal.kind : undefined;
}

const live = { name: 'live', version: '1', description: '' };

test('an alias is moved from version to version', async () => {
  const { functions } = await withVersions();
  const made = await createAlias(functions, orders, live);
  expect(await getAlias(functions, orders, 'live')).toEqual(made);
  const moved = await updateAlias(functions, orders, {
    alias: 'live',
    update: { version: '2', revisionId: made.revisionId },
  });
  expect(moved).toEqual({ ...live, version: '2', revisionId: moved.revisionId });
  await functions.invocations.invoke({
    reference: { ...orders, qualifier: 'live' },
    payload: Buffer.from('{}'),
  });
  const again = updateAlias(functions, orders, {
    alias: 'live',
    update: { revisionId: made.revisionId },
  });
  expect(await refusalOf(again)).toBe('wrong-revision');
  await deleteAlias(functions, orders, 'live');
  await deleteAlias(functions, orders, 'live');
  expect(await refusalOf(getAlias(functions, orders, 'live'))).toBe('alias-not-found');
});

test('a name that JavaScript knows is a name as others are', async () => {
  const { functions } = await withVersions();
  expect(await refusalOf(getAlias(functions, orders, '__proto__'))).toBe('alias-not-found');
  await createAlias(functions, orders, { ...live, name: '__proto__' });
  expect(await getAlias(functions, orders, '__proto__')).toMatchObject({ version: '1' });
});

test.each<[string, object, string]>([
  ['a name that is taken', {}, 'alias-exists'],
  ['a version that there is not', { name: 'b', version: '9' }, 'function-not-found'],
  [
    'a second version that there is not',
    { name: 'b', additional: { version: '9', weight: 0.5 } },
    'function-not-found',
  ],
  [
    'the same version twice',
    { name: 'b', additional: { version: '1', weight: 0.5 } },
    'alias-routes-to-itself',
  ],
  [
    'a second version beside $LATEST',
    { name: 'b', version: '$LATEST', additional: { version: '1', weight: 0.5 } },
    'alias-routes-from-latest',
  ],
])('%s is refused', async (_, asked, expected) => {
  const { functions } = await withVersions();
  await createAlias(functions, orders, live);
  expect(await refusalOf(createAlias(functions, orders, { ...live, ...asked }))).toBe(expected);
});

test('an alias of two versions invokes both, by their weights', async () => {
  const { functions, invoker } = await withVersions();
  await createAlias(functions, orders, { ...live, additional: { version: '2', weight: 0.25 } });
  const reference = { ...orders, qualifier: 'live' };
  for (let call = 0; call < 400; call += 1) {
    await functions.invocations.invoke({ reference, payload: Buffer.from('{}') });
  }
  const seconds = invoker.requests.filter((request) => request.function.version === '2');
  // The randomness is seeded: the number is the same in each run.
  expect(seconds.length / 400).toBeCloseTo(0.25, 1);
  expect(new Set(invoker.requests.map(({ invokedArn }) => invokedArn))).toEqual(
    new Set(['arn:aws:lambda:eu-central-1:000000000000:function:orders:live']),
  );
});
