import { expect, test } from 'vitest';
import { createAlias, getAlias } from './aliases.ts';
import { FunctionRefused } from './function-refusal.ts';
import { addStatement, policyOf, removeStatement } from './policies.ts';
import { createTestFunction, openTestFunctions, scope } from './testing/open-test-functions.ts';

const orders = { ...scope, name: 'orders' };
const statement = (Sid: string, padding = '') => ({ Sid, Effect: 'Allow', padding });

async function refusalOf(answer: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await answer.catch((thrown: unknown) => thrown);
  return error instanceof FunctionRefused ? error.refusal.kind : undefined;
}

async function opened() {
  const { functions } = await openTestFunctions();
  await createTestFunction(functions, 'orders', { publish: true });
  await createAlias(functions, orders, { name: 'live', version: '1', description: '' });
  return functions;
}

const added = (Sid: string, revisionId?: string) => ({ statement: statement(Sid), revisionId });

test.each([undefined, '1', 'live'])('the policy of qualifier %s is its own', async (qualifier) => {
  const functions = await opened();
  const reference = qualifier === undefined ? orders : { ...orders, qualifier };
  expect(await refusalOf(policyOf(functions, reference))).toBe('policy-not-found');
  await addStatement(functions, reference, added('a'));
  const { revisionId } = await policyOf(functions, reference);
  await addStatement(functions, reference, added('b', revisionId));
  const late = addStatement(functions, reference, added('c', revisionId));
  expect(await refusalOf(late)).toBe('wrong-revision');
  expect(await refusalOf(addStatement(functions, reference, added('a')))).toBe('statement-exists');
  expect((await policyOf(functions, reference)).statements).toEqual([
    statement('a'),
    statement('b'),
  ]);
  for (const other of [orders, { ...orders, qualifier: '1' }, { ...orders, qualifier: 'live' }]) {
    const isIt =
      other === orders
        ? qualifier === undefined
        : 'qualifier' in other && other.qualifier === qualifier;
    const expected = isIt ? undefined : 'policy-not-found';
    expect(await refusalOf(policyOf(functions, other))).toBe(expected);
  }
  const remove = (Sid: string) =>
    removeStatement(functions, reference, { statement: Sid, revisionId: undefined });
  expect(await refusalOf(remove('x'))).toBe('statement-not-found');
  await remove('a');
  await remove('b');
  expect(await refusalOf(policyOf(functions, reference))).toBe('policy-not-found');
});

test('a change of a policy is a new revision of what it is about', async () => {
  const functions = await opened();
  const before = await getAlias(functions, orders, 'live');
  await addStatement(functions, { ...orders, qualifier: 'live' }, added('a'));
  expect((await getAlias(functions, orders, 'live')).revisionId).not.toBe(before.revisionId);
  const version = await functions.catalog.version(orders, '1');
  await addStatement(functions, { ...orders, qualifier: '1' }, added('a'));
  const changed = await functions.catalog.version(orders, '1');
  expect({ ...changed, revisionId: '' }).toEqual({ ...version, revisionId: '' });
  expect(changed.revisionId).not.toBe(version.revisionId);
});

test('what has no policy, and one that is too long, are refused', async () => {
  const functions = await opened();
  const latest = { ...orders, qualifier: '$LATEST' };
  expect(await refusalOf(addStatement(functions, latest, added('a')))).toBe('policy-of-latest');
  const unknown = { ...orders, qualifier: 'nobody' };
  expect(await refusalOf(addStatement(functions, unknown, added('a')))).toBe('function-not-found');
  const long = { statement: statement('a', 'x'.repeat(20_480)), revisionId: undefined };
  expect(await refusalOf(addStatement(functions, orders, long))).toBe('policy-too-long');
});
