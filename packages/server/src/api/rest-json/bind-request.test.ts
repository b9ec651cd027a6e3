import { expect, test } from 'vitest';
import { WireError } from '../errors.ts';
import { boolean, integer, list, string, structure } from '../validation/shape.ts';
import { bindRequest } from './bind-request.ts';
import type { RestOperation } from './rest-operation.ts';

const operation: RestOperation<unknown> = {
  name: 'Try',
  http: 'POST /things/{Name}',
  status: 200,
  input: structure('TryRequest', {
    Name: string(),
    Limit: integer(),
    Keys: list(string()),
    Kind: string(),
    Deep: boolean(),
  }),
  query: { Limit: 'limit', Keys: 'keys' },
  headers: { Kind: 'x-kind' },
  run: () => Promise.resolve({}),
};

function bind(
  {
    query = '',
    body = '',
    headers = {},
  }: {
    readonly query?: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
  },
  of: RestOperation<unknown> = operation,
) {
  return bindRequest(of, {
    request: { headers },
    labels: { Name: 'a' },
    query: new URLSearchParams(query),
    body: Buffer.from(body),
  });
}

test('members come from the path, the query, the headers and the body', () => {
  expect(
    bind({ query: 'limit=7&keys=x&keys=y', body: '{"Deep":true}', headers: { 'x-kind': 'k' } }),
  ).toEqual({ Name: 'a', Limit: 7, Keys: ['x', 'y'], Kind: 'k', Deep: true });
  expect(bind({})).toEqual({ Name: 'a' });
});

test('a body cannot say what is elsewhere', () => {
  expect(bind({ body: '{"Name":"b","Limit":1,"Kind":"c"}' })).toEqual({ Name: 'a' });
});

test('what is no number stays a text for the check of types', () => {
  expect(bind({ query: 'limit=many' })).toEqual({ Name: 'a', Limit: 'many' });
});

test.each(['[]', '1', 'null', '"a"', '{', 'a'])('the body %s is refused', (body) => {
  expect(() => bind({ body })).toThrow(WireError);
});

test('a payload is the body as it is', () => {
  const payload = { ...operation, payload: 'Payload' };
  expect(bind({ body: '{' }, payload)).toEqual({ Name: 'a', Payload: Buffer.from('{') });
});
