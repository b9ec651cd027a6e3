import { expect, test } from 'vitest';
import { type CodeObjects, fetchedCode } from './fetched-code.ts';

const scope = { account: '000000000000', region: 'eu-central-1' };
const object = { bucket: 'code', key: 'orders.zip', version: 'v1' };

function refusalOf(getObject: CodeObjects['getObject']): Promise<unknown> {
  return fetchedCode({ getObject }, scope, object).catch((error: unknown) => error);
}

function s3Error(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test('it is asked for where the function is', async () => {
  const asked: unknown[] = [];
  const archive = Buffer.from('PK');
  const code = await fetchedCode(
    {
      getObject(...call) {
        asked.push(...call);
        return Promise.resolve(archive);
      },
    },
    scope,
    object,
  );
  expect(code).toEqual({ kind: 'zip', archive, fetched: true });
  expect(asked).toEqual([{ ...scope, ...object }, 262_144_000]);
});

test.each([
  ['NoSuchKey', 'no such thing', 'The specified key does not exist.'],
  ['NoSuchBucket', 'no such place', 'The specified bucket does not exist'],
  ['AccessDenied', 'Access Denied', 'Access Denied'],
])('%s is told in AWS’s words', async (code, message, reason) => {
  expect(await refusalOf(() => Promise.reject(s3Error(code, message)))).toMatchObject({
    refusal: { kind: 'code-not-fetched', code, reason },
  });
});

test('what is larger than its contents could be is refused', async () => {
  expect(await refusalOf(() => Promise.resolve(undefined))).toMatchObject({
    refusal: { kind: 'unpacked-too-large', limit: 262_144_000 },
  });
});
