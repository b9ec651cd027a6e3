import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WireError } from '../errors.ts';
import { credentialOf } from './credential.ts';

const GOOD =
  'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=abc';
const dated = { 'x-amz-date': '20260101T000000Z' };

function read(headers: Record<string, string>, url = '/') {
  return credentialOf({ headers, url } as unknown as IncomingMessage);
}

function faultOf(headers: Record<string, string>, url = '/'): [string, string | undefined] {
  try {
    read(headers, url);
  } catch (error) {
    if (error instanceof WireError) return [error.error, error.text];
    throw error;
  }
  return ['none', undefined];
}

test.each([
  GOOD,
  GOOD.replaceAll(', ', ','),
  GOOD.replace('Credential', 'Signature=abc Credential').replace(', Signature=abc', ''),
])('reads %s', (authorization) => {
  expect(read({ authorization, ...dated })).toEqual({
    accessKeyId: 'AKID',
    scope: { account: '000000000000', region: 'eu-west-1' },
  });
});

test('a key id of twelve digits is the account, and a Date header is enough', () => {
  const authorization = GOOD.replace('AKID', '123456789012');
  expect(read({ authorization, date: 'now' }).scope.account).toBe('123456789012');
});

describe('what is missing', () => {
  const need = (name: string): string => `Authorization header requires '${name}' parameter. `;
  const needDate =
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  test.each<[string, Record<string, string>, string, string]>([
    [
      'everything',
      {},
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
    ],
    [
      'a scheme of AWS',
      { authorization: 'AWS4' },
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
    ],
    [
      'all parameters',
      { authorization: 'AWS4-' },
      'IncompleteSignatureException',
      `${need('Credential')}${need('Signature')}${need('SignedHeaders')}${needDate}Authorization=AWS4-`,
    ],
    [
      'the signature',
      { authorization: GOOD.replace('abc', ''), ...dated },
      'IncompleteSignatureException',
      `${need('Signature')}Authorization=${GOOD.replace('abc', '')}`,
    ],
    [
      'the date',
      { authorization: GOOD },
      'IncompleteSignatureException',
      `${needDate}Authorization=${GOOD}`,
    ],
  ])('%s', (_, headers, error, text) => {
    expect(faultOf(headers)).toEqual([error, text]);
  });
});

describe('what is wrong', () => {
  test.each<[string, string, string]>([
    [
      'AKID/20260101/eu-west-1/dynamodb',
      'IncompleteSignatureException',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/20260101/eu-west-1/dynamodb'",
    ],
    [
      'AKID/20260101/EU!/s3/aws3',
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'EU!'. Credential should be scoped to correct service: 'dynamodb'. Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3'. ",
    ],
  ])('credential %s', (credential, error, text) => {
    const authorization = GOOD.replace('AKID/20260101/eu-west-1/dynamodb/aws4_request', credential);
    expect(faultOf({ authorization, ...dated })).toEqual([error, text]);
  });

  test('the algorithm', () => {
    const authorization = GOOD.replace('SHA256', 'SHA25');
    expect(faultOf({ authorization, ...dated })).toEqual([
      'IncompleteSignatureException',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ",
    ]);
  });

  test('header and query at once', () => {
    expect(faultOf({ authorization: GOOD, ...dated }, '/?X-Amz-Algorithm=x')[0]).toBe(
      'InvalidSignatureException',
    );
  });

  test('a presigned query without its parts', () => {
    expect(faultOf({}, '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=x')).toEqual([
      'IncompleteSignatureException',
      "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string parameters.",
    ]);
  });
});
