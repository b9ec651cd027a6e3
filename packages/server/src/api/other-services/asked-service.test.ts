import { expect, test } from 'vitest';
import { askedService } from './asked-service.ts';

function signed(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=abc`,
  };
}
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const region = 'eu-west-1';

test.each([
  ['PutItem', { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } }],
  ['a call of Lambda', { url: '/2015-03-31/functions/', headers: signed('lambda') }],
  ['the health check', { url: '/', headers: {} }],
  ['a control route', { url: '/_headwater/shards', headers: {} }],
  ['a query of IAM', { method: 'POST', headers: { ...form, ...signed('iam') } }],
  [
    'a presigned call of DynamoDB',
    {
      url: '/?X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fdynamodb%2Faws4_request',
      headers: {},
    },
  ],
  [
    'a query as a picture on a page asks for it',
    { url: '/?Action=SendMessage&Version=2012-11-05', headers: {} },
  ],
  ['an unsigned object', { url: '/bucket/key', headers: {} }],
  ['a broken signature', { method: 'POST', headers: { ...form, authorization: 'AWS4' } }],
])('%s is none', (_, request) => {
  expect(askedService({ method: 'GET', url: '/', ...request })).toBeUndefined();
});

test.each([
  [
    'sqs',
    { method: 'POST', headers: { ...signed('sqs'), 'x-amz-target': 'AmazonSQS.SendMessage' } },
  ],
  ['s3', { url: '/bucket/key', headers: signed('s3') }],
  // A bucket may be called like the version of an API.
  ['s3', { url: '/2015-03-31/functions/', headers: signed('s3') }],
  ['s3', { method: 'PUT', url: '/bucket', headers: { ...form, ...signed('s3') } }],
  [
    's3',
    {
      url: '/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=abc',
      headers: {},
    },
  ],
  ['query', { method: 'POST', headers: { ...form, ...signed('sns') } }],
  [
    'query',
    { method: 'POST', url: '/000000000000/orders', headers: { ...form, ...signed('sqs') } },
  ],
])('%s: %o', (kind, request) => {
  expect(askedService({ method: 'GET', url: '/', ...request })).toEqual({ kind, region });
});

test('a URL that was presigned the old way is for S3, in any region', () => {
  const url = '/bucket/key?AWSAccessKeyId=AKID&Signature=4i69JD7M%3D&Expires=1795888135';
  expect(askedService({ method: 'GET', url, headers: {} })).toEqual({
    kind: 's3',
    region: 'us-east-1',
  });
});

test('without a signature, the region is us-east-1', () => {
  const kind = 'query';
  expect(askedService({ method: 'POST', url: '/', headers: form })).toEqual({
    kind,
    region: 'us-east-1',
  });
});
