import { expect, test } from 'vitest';
import { createAlias } from './aliases.ts';
import { deleteFunction, publishVersion, updateCode, updateSettings } from './function-changes.ts';
import { FunctionRefused } from './function-refusal.ts';
import { versionOf } from './qualifiers.ts';
import {
  anArchive,
  createTestFunction,
  openTestFunctions,
  scope,
} from './testing/open-test-functions.ts';

const orders = { ...scope, name: 'orders' };

async function refusalOf(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    if (error instanceof FunctionRefused) return error.refusal.kind;
    throw error;
  }
}

const codeUpdate = { publish: false, dryRun: false };

test('a name is taken once', async () => {
  const { functions } = await openTestFunctions();
  await createTestFunction(functions);
  expect(await refusalOf(createTestFunction(functions))).toBe('function-exists');
  await deleteFunction(functions, orders, undefined);
  expect((await createTestFunction(functions)).version).toBe('$LATEST');
});

test('every change is a revision, and one that expects another revision is refused', async () => {
  const { functions, invoker, runtime } = await openTestFunctions();
  const { revisionId } = await createTestFunction(functions);
  await functions.invocations.invoke({ reference: orders, payload: Buffer.from('1') });
  await runtime.clock.advance(5000);
  const changed = await updateSettings(functions, orders, {
    update: { timeoutSeconds: 9, stored: { KMSKeyArn: 'arn:aws:kms:a' } },
    revisionId,
  });
  expect(changed).toMatchObject({ timeoutSeconds: 9, memoryMb: 128, handler: 'index.handler' });
  expect(changed.revisionId).not.toBe(revisionId);
  expect(changed.modifiedAt).toBe(runtime.clock.now());
  expect(invoker.retired).toEqual(['orders']);
  const late = updateSettings(functions, orders, { update: {}, revisionId });
  expect(await refusalOf(late)).toBe('wrong-revision');
  const cleared = await updateSettings(functions, orders, {
    update: { stored: { KMSKeyArn: null } },
  });
  expect(cleared.stored).toEqual({});
});

test('a dry run of new code changes nothing', async () => {
  const { functions } = await openTestFunctions();
  const before = await createTestFunction(functions);
  const archive = anArchive('other');
  const tried = await updateCode(functions, orders, {
    code: { kind: 'zip', archive },
    ...codeUpdate,
    dryRun: true,
  });
  expect(tried.code).not.toEqual(before.code);
  expect(tried.revisionId).toBe(before.revisionId);
  expect(await functions.catalog.version(orders, '$LATEST')).toEqual(before);
  await expect(
    functions.archives.codeOf((tried.code as { sha256: string }).sha256),
  ).rejects.toThrow('is gone');
});

test('an archive is kept for as long as a version needs it', async () => {
  const { functions } = await openTestFunctions();
  const first = await createTestFunction(functions, 'orders', { publish: true });
  const { sha256 } = first.code as { readonly sha256: string };
  const code = { kind: 'zip', archive: anArchive('second') } as const;
  await updateCode(functions, orders, { code, ...codeUpdate });
  expect(Buffer.from(await functions.archives.codeOf(sha256))).toEqual(anArchive());
  await deleteFunction(functions, orders, '1');
  await expect(functions.archives.codeOf(sha256)).rejects.toThrow('is gone');
});

test('concurrent uploads each keep what they refer to', async () => {
  const { functions } = await openTestFunctions();
  const names = Array.from({ length: 8 }, (_, index) => `f-${index}`);
  const made = await Promise.all(
    names.map((name) => createTestFunction(functions, name, { archive: anArchive(name) })),
  );
  for (const { name, code } of made) {
    const archive = await functions.archives.codeOf((code as { sha256: string }).sha256);
    expect(Buffer.from(archive)).toEqual(anArchive(name));
  }
});

test('versions count up, do not change, and are published when something changed', async () => {
  const { functions } = await openTestFunctions();
  await createTestFunction(functions);
  const first = await publishVersion(functions, orders, { description: 'the first' });
  expect(first).toMatchObject({ version: '1', description: 'the first' });
  expect(await publishVersion(functions, orders, {})).toEqual(first);
  await updateSettings(functions, orders, { update: { timeoutSeconds: 7 } });
  const second = await publishVersion(functions, orders, {});
  expect(second).toMatchObject({ version: '2', timeoutSeconds: 7 });
  expect(await functions.catalog.version(orders, '1')).toEqual(first);
  await deleteFunction(functions, orders, '2');
  expect((await publishVersion(functions, orders, {})).version).toBe('3');
  expect((await functions.catalog.get(orders)).versions).toEqual([1, 3]);
  const wrong = publishVersion(functions, orders, { codeSha256: 'abc' });
  expect(await refusalOf(wrong)).toBe('wrong-code');
});

test('a version that an alias points to stays, and nothing stays of a function that goes', async () => {
  const { functions } = await openTestFunctions();
  await createTestFunction(functions, 'orders', { publish: true });
  await createAlias(functions, orders, { name: 'live', version: '1', description: '' });
  expect(await refusalOf(deleteFunction(functions, orders, '1'))).toBe('version-in-use');
  expect(await refusalOf(deleteFunction(functions, orders, '$LATEST'))).toBe(
    'latest-not-deletable',
  );
  await deleteFunction(functions, orders, undefined);
  expect(await functions.catalog.findVersion(orders, '1')).toBeUndefined();
  const gone = versionOf(functions.catalog, { ...orders, qualifier: 'live' });
  expect(await refusalOf(gone)).toBe('function-not-found');
  expect(await refusalOf(deleteFunction(functions, orders, undefined))).toBe('function-not-found');
});

test('functions are listed by name, each scope by itself', async () => {
  const { functions } = await openTestFunctions();
  for (const name of ['b', 'a-2', 'a']) await createTestFunction(functions, name);
  const names = async (of: typeof scope, after?: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const { latest } of functions.catalog.list(of, after)) found.push(latest.name);
    return found;
  };
  expect(await names(scope)).toEqual(['a', 'a-2', 'b']);
  expect(await names(scope, 'a')).toEqual(['a-2', 'b']);
  expect(await names({ ...scope, region: 'us-east-1' })).toEqual([]);
});
