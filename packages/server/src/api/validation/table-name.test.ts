import { expect, test } from 'vitest';
import { Refused } from '../../write/refusal.ts';
import { isTableArn, namePattern, tableNameOf } from './table-name.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };

test.each([
  ['abc', true],
  ['A-Z.a_z09', true],
  ['', false],
  ['a b', false],
  ['a/b', false],
  ['a:b', false],
  ['a@b', false],
  ['a[b', false],
  ['a`b', false],
  ['a{b', false],
  ['é', false],
])('the pattern of names and %j', (name, matches) => {
  expect(namePattern.matches(name)).toBe(matches);
  expect(/^[a-zA-Z0-9_.-]+$/.test(name)).toBe(matches);
});

test.each([
  ['arn:aws:dynamodb:eu-west-1:000000000000:table/T', true],
  ['arn:aws-cn:dynamodb:cn-north-1:000000000000:table/T', true],
  ['arn:aws:dynamodb:eu-west-1:000000000000:table/T/index/I', false],
  ['arn:aws:dynamodb:eu-west-1:000000000000:table/T/stream/2026-01-01T00:00:00.000', false],
  ['arn:aws:dynamodb:eu-west-1::table/T', false],
  ['arn:aws:s3:::bucket', false],
  ['T', false],
])('%s is the ARN of a table: %s', (text, is) => {
  expect(isTableArn(text)).toBe(is);
});

test('a name stands for itself, and an ARN for the table of its own account and region', () => {
  expect(tableNameOf(scope, 'T')).toBe('T');
  expect(tableNameOf(scope, 'arn:aws:dynamodb:eu-west-1:000000000000:table/T')).toBe('T');
});

test.each([
  'arn:aws:dynamodb:us-east-1:000000000000:table/T',
  'arn:aws:dynamodb:eu-west-1:111111111111:table/T',
])('%s is not a table of this account and region', (arn) => {
  expect(() => tableNameOf(scope, arn)).toThrow(
    new Refused({ kind: 'table-not-found', table: 'T' }),
  );
});
