import { expect, test } from 'vitest';
import { pathStyle } from './virtual-host.ts';

test.each([
  ['127.0.0.1:8000', '/orders/1'],
  ['localhost:8000', '/orders/1'],
  ['[::1]:8000', '/orders/1'],
  ['s3.localhost:8000', '/orders/1'],
  ['s3.eu-west-1.localhost:8000', '/orders/1'],
  ['headwater.internal:8000', '/orders/1'],
  ['bucket.localhost:8000', '/bucket/orders/1'],
  ['my.bucket.localhost', '/my.bucket/orders/1'],
  ['bucket.s3.localhost:8000', '/bucket/orders/1'],
  ['bucket.s3.eu-west-1.localhost:8000', '/bucket/orders/1'],
  ['bucket.s3.eu-west-1.amazonaws.com', '/bucket/orders/1'],
])('on %s, /orders/1 is %s', (host, path) => {
  expect(pathStyle('/orders/1', host)).toBe(path);
});
