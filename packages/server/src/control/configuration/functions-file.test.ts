import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseFunctionsFile } from './functions-file.ts';

const file = resolve('/project/headwater.json');

function parse(value: unknown) {
  return parseFunctionsFile(typeof value === 'string' ? value : JSON.stringify(value), file);
}

test('a function is what its control route takes, with a path from the file on', () => {
  const orders = { handler: './src/orders.ts#main', env: { STAGE: 'dev' }, timeout: 5 };
  expect(
    parse({ $schema: './schema.json', functions: { orders, pay: { url: 'http://a' } } }),
  ).toEqual([
    {
      request: { ...orders, name: 'orders', handler: resolve('/project/src/orders.ts#main') },
      triggers: [],
    },
    { request: { name: 'pay', url: 'http://a' }, triggers: [] },
  ]);
});

test.each([
  ['orders', [{ table: 'orders' }]],
  [{ table: 'orders', batchSize: 5 }, [{ table: 'orders', batchSize: 5 }]],
  [
    ['orders', { table: 'carts' }],
    [{ table: 'orders' }, { table: 'carts' }],
  ],
])('on %j', (on, triggers) => {
  expect(parse({ functions: { f: { handler: 'f.js', on } } })[0]?.triggers).toEqual(triggers);
});

test.each<[unknown, string | RegExp]>([
  ['{', /^It is no JSON: /],
  [[], 'The file takes an object.'],
  [{ function: {} }, 'The file has no function. It takes $schema, functions.'],
  [{ functions: [] }, 'functions takes an object.'],
  [{ functions: { f: 'f.js' } }, 'functions.f: A function takes an object.'],
  [
    { functions: { f: { name: 'g', handler: 'f.js' } } },
    'functions.f: The name of a function is what stands before it.',
  ],
  [{ functions: { f: { handler: 1 } } }, 'functions.f: handler takes a text; it is 1.'],
  [{ functions: { f: { on: [1] } } }, 'functions.f: on[0]: A trigger takes an object.'],
  [{ functions: { f: { on: {} } } }, 'functions.f: on: table is missing.'],
  [{ functions: { f: { on: ['t', 't'] } } }, 'functions.f: on: The table t is there twice.'],
])('%j is refused', (value, message) => {
  expect(() => parse(value)).toThrow(message);
});

test('names are the user’s', () => {
  const text = '{"functions":{"__proto__":{"handler":"f.js"}}}';
  expect(parse(text).map(({ request }) => request.name)).toEqual(['__proto__']);
});
