// What a client sees of the protocol, over real sockets.

import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { WireError } from './errors.ts';
import { AUTHORIZATION, callHeaders, startTestApi, TYPE } from './testing/test-api.ts';

const CORAL = 'com.amazon.coral.service#';
const listTables = { names: ['a'], more: false };

describe('every answer of a call', () => {
  test('has the headers of AWS', async () => {
    await using api = await startTestApi({ database: { listTables: async () => listTables } });
    const answer = await api.send({ headers: callHeaders('ListTables'), body: '{}' });
    expect(answer.status).toBe(200);
    expect(answer.bytes.toString()).toBe('{"TableNames":["a"]}');
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9A-Z]{52}$/);
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.bytes)));
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
    expect(answer.headers.server).toBe('Server');
    expect(answer.headers.date).toMatch(/GMT$/);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    ['application/x-amz-json-1.0', 'application/x-amz-json-1.0'],
    ['application/x-amz-json-1.1', 'application/x-amz-json-1.1'],
    ['application/json', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
  ])('is of the content type of the request: %s', async (sent, answered) => {
    await using api = await startTestApi({ database: { listTables: async () => listTables } });
    const headers = { ...callHeaders('ListTables'), 'content-type': sent };
    const answer = await api.send({ headers, body: '{}' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, answered]);
  });

  test('has its own request id', async () => {
    await using api = await startTestApi({ database: { listTables: async () => listTables } });
    const ids = new Set<unknown>();
    for (let count = 0; count < 300; count += 1) {
      const answer = await api.send({ method: 'GET' });
      ids.add(answer.headers['x-amzn-requestid']);
    }
    expect(ids.size).toBe(300);
  });
});

describe('the namespace of a call', () => {
  test.each([
    ['AKIDEXAMPLE', '000000000000'],
    ['123456789012', '123456789012'],
  ])('comes from the credential: %s', async (accessKeyId, account) => {
    const scopes: unknown[] = [];
    await using api = await startTestApi({
      database: {
        async listTables(scope) {
          scopes.push(scope);
          return listTables;
        },
      },
    });
    const authorization = AUTHORIZATION.replace('AKIDEXAMPLE', accessKeyId);
    await api.send({ headers: { ...callHeaders('ListTables'), authorization }, body: '{}' });
    expect(scopes).toEqual([{ account, region: 'eu-west-1' }]);
  });

  test('comes from a presigned query', async () => {
    const scopes: unknown[] = [];
    await using api = await startTestApi({
      database: {
        async listTables(scope) {
          scopes.push(scope);
          return listTables;
        },
      },
    });
    const { authorization: _, ...headers } = callHeaders('ListTables');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'k/20260101/us-west-2/dynamodb/aws4_request',
      'X-Amz-Date': '20260101T000000Z',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'abc',
    });
    const answer = await api.send({ path: `/?${query.toString()}`, headers, body: '{}' });
    expect(answer.status).toBe(200);
    expect(scopes).toEqual([{ account: '000000000000', region: 'us-west-2' }]);
  });
});

describe('requests to nowhere', () => {
  test.each([
    ['PUT', { method: 'PUT', body: '{}' }],
    ['DELETE', { method: 'DELETE' }],
    ['GET of an unknown path', { method: 'GET', path: '/x' }],
    ['OPTIONS without an origin', { method: 'OPTIONS' }],
    ['a body without a content type', { body: 'hi' }],
    ['a wrong content type', { body: '{}', headers: { 'content-type': 'text/plain' } }],
    ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ])('%s', async (_, request) => {
    await using api = await startTestApi();
    const answer = await api.send(request);
    expect(answer.status).toBe(404);
    expect(answer.bytes.toString()).toBe('<UnknownOperationException/>\n');
    expect(answer.headers['x-amz-crc32']).toBe('3552371480');
  });

  test('GET / says that the server is healthy', async () => {
    await using api = await startTestApi({ options: { region: 'us-east-1' } });
    const answer = await api.send({ method: 'GET' });
    expect(answer.status).toBe(200);
    expect(answer.bytes.toString()).toBe('healthy: dynamodb.us-east-1.amazonaws.com ');
    expect(answer.headers['x-amz-crc32']).toBe('3128867991');
  });
});

describe('calls that cannot be read', () => {
  const missing = {
    __type: `${CORAL}MissingAuthenticationTokenException`,
    message: 'Request is missing Authentication Token',
  };
  const serialization = { __type: `${CORAL}SerializationException` };
  const unknown = { __type: `${CORAL}UnknownOperationException` };
  const json = { 'content-type': 'application/json' };
  const target = 'DynamoDB_20120810.ListTables';

  test.each([
    ['text that is not JSON', { body: 'hi', headers: json }, serialization],
    ['JSON that stops', { body: '{"TableName":', headers: json }, serialization],
    ['bad JSON comes before a bad target', { body: '{', headers: json }, serialization],
    ['no target', { body: '{}', headers: json }, unknown],
    ['no target and no body', {}, unknown],
    ['a bad target', { body: '{}', headers: { ...json, 'x-amz-target': 'whatever' } }, unknown],
    [
      'an unknown operation',
      { body: '{}', headers: { ...json, 'x-amz-target': `${target}s` } },
      unknown,
    ],
    ['no credential', { body: '{}', headers: { ...json, 'x-amz-target': target } }, missing],
    ['no credential and no body', { headers: { 'x-amz-target': target } }, missing],
    ['no body', { headers: callHeaders('ListTables') }, serialization],
  ])('%s', async (_, request, expected) => {
    await using api = await startTestApi();
    const answer = await api.send(request);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.bytes.toString())).toEqual(expected);
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.bytes)));
    expect(api.log).toEqual([]);
  });

  test.each([
    ['null', 'Unexpected value type in payload'],
    ['7', 'Unexpected value type in payload'],
    ['[]', 'Unrecognized collection type class com.amazonaws.dynamodb.v20120810.ListTablesInput'],
  ])('JSON that is no object: %s', async (body, text) => {
    await using api = await startTestApi();
    const answer = await api.send({ headers: callHeaders('ListTables'), body });
    expect(JSON.parse(answer.bytes.toString())).toEqual({ ...serialization, Message: text });
  });

  test.each([
    ['opened and never closed', '['.repeat(10_000_000)],
    ['an array in an array, and so on', `${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}`],
    [
      'lists of attribute values, ever deeper',
      `{"TableName":"abc","Item":{"a":${'{"L":['.repeat(1_000_000)}{"S":""}${']}'.repeat(1_000_000)}}}`,
    ],
    [
      'maps of attribute values, ever deeper',
      `{"TableName":"abc","Item":{"a":${'{"M":{"a":'.repeat(900_000)}{"S":""}${'}}'.repeat(900_000)}}}`,
    ],
  ])('deep nesting: %s', async (_, body) => {
    await using api = await startTestApi();
    const answer = await api.send({ headers: callHeaders('PutItem'), body });
    expect(answer.status).toBe(400);
    expect(api.log).toEqual([]);
  });
});

describe('errors of operations', () => {
  test('a failed condition brings the item along', async () => {
    const item = Buffer.from('{"p":{"S":"ä"}}');
    await using api = await startTestApi({
      database: { put: () => Promise.reject(new Refused({ kind: 'condition-failed', item })) },
    });
    const { status, json } = await api.call('PutItem', { TableName: 'abc', Item: {} });
    expect(status).toBe(400);
    expect(json).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { p: { S: 'ä' } },
    });
  });

  test('a bug is a 500 that tells nothing, and a line in the log that tells all', async () => {
    await using api = await startTestApi({
      database: { listTables: () => Promise.reject(new TypeError('secret of /etc/passwd')) },
    });
    const answer = await api.send({ headers: callHeaders('ListTables'), body: '{}' });
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.bytes.toString())).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
      message: 'The request could not be processed: internal server error',
    });
    const requestId = answer.headers['x-amzn-requestid'];
    expect(api.log).toMatchObject([
      { level: 'error', fields: { requestId, operation: 'ListTables' } },
    ]);
    expect(String(api.log[0]?.fields?.['error'])).toContain('secret');
  });

  test('a store that is gone is a 503 and a warning', async () => {
    await using api = await startTestApi({
      database: { listTables: () => Promise.reject(new StoreUnavailable('closed')) },
    });
    const { status, json } = await api.call('ListTables', {});
    expect(status).toBe(503);
    expect(json[TYPE]).toBe('com.amazonaws.dynamodb.v20120810#ServiceUnavailable');
    expect(api.log.map((line) => line.level)).toEqual(['warn']);
  });

  test('the stage that judges signatures comes before the types of the request', async () => {
    await using api = await startTestApi({
      options: {
        authenticate({ credential, body }) {
          expect(body.toString()).toBe('{"Limit":"x"}');
          throw new WireError('AccessDeniedException', `not ${credential.accessKeyId}`);
        },
      },
    });
    const { json } = await api.call('ListTables', { Limit: 'x' });
    expect(json).toEqual({
      __type: `${CORAL}AccessDeniedException`,
      Message: 'not AKIDEXAMPLE',
    });
  });
});

describe('browsers', () => {
  test('get what they ask for allowed', async () => {
    await using api = await startTestApi();
    const answer = await api.send({
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-headers': 'a, b',
        'access-control-request-method': 'POST',
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.bytes.length).toBe(0);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'a, b',
      'access-control-allow-methods': 'POST',
      'access-control-max-age': '172800',
      'content-length': '0',
    });
  });

  test('may read answers, errors too', async () => {
    await using api = await startTestApi();
    const answer = await api.send({ headers: { origin: 'http://localhost:3000' } });
    expect(answer.status).toBe(400);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});
