import { expect, test } from 'vitest';
import { parseFunctionReference, resolveReference } from './function-reference.ts';
import type { FunctionRefused } from './function-refusal.ts';

const scope = { account: '111111111111', region: 'eu-west-1' };
const orders = { ...scope, name: 'orders' };

test.each<[string, object]>([
  ['orders', orders],
  ['orders:7', { ...orders, qualifier: '7' }],
  ['orders:$LATEST', { ...orders, qualifier: '$LATEST' }],
  ['orders:live', { ...orders, qualifier: 'live' }],
  ['function:orders', orders],
  ['111111111111:function:orders', orders],
  ['111111111111:function:orders:live', { ...orders, qualifier: 'live' }],
  ['arn:aws:lambda:eu-west-1:111111111111:function:orders', orders],
  ['arn:aws:lambda:eu-west-1:111111111111:function:orders:2', { ...orders, qualifier: '2' }],
  ['arn:aws-cn:lambda:eu-west-1:111111111111:function:orders', orders],
])('%s', (text, expected) => {
  expect(resolveReference(scope, text)).toEqual(expected);
});

test.each(['', 'a b', 'orders:', 'orders:a:b', 'arn:aws:s3:::orders', 'orders:$latest'])(
  '%j is no reference',
  (text) => {
    expect(parseFunctionReference(text)).toBeUndefined();
  },
);

function refusalOf(text: string, qualifier?: string): unknown {
  try {
    return resolveReference(scope, text, qualifier);
  } catch (error) {
    return (error as FunctionRefused).refusal;
  }
}

test('a function of another region, account or qualifier is not it', () => {
  expect(refusalOf('arn:aws:lambda:us-east-1:111111111111:function:orders')).toEqual({
    kind: 'other-region',
    asked: 'us-east-1',
    region: 'eu-west-1',
  });
  expect(refusalOf('222222222222:function:orders')).toMatchObject({ kind: 'other-account' });
  expect(refusalOf('orders:live', 'test')).toEqual({ kind: 'qualifier-mismatch' });
  expect(refusalOf('orders:live', 'live')).toEqual({ ...orders, qualifier: 'live' });
  expect(refusalOf('orders', 'live')).toEqual({ ...orders, qualifier: 'live' });
});
