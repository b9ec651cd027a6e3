import { expect, test } from 'vitest';
import { bodyBytes, JsonObjectBuilder } from './json-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('puts values and ready JSON together', () => {
  const body = new JsonObjectBuilder()
    .value('absent', undefined)
    .json('none', undefined)
    .value('text', 'ä"')
    .json('item', bytes('{"p":{"S":"ß😀"}}'))
    .jsonArray('items', [bytes('1'), bytes('2'), bytes('3')])
    .jsonArray('empty', [])
    .object('inner', (inner) => inner.jsonArray('a"b', [bytes('{}')]).value('n', 0.5))
    .object('nothing', () => {})
    .objects('list', [1, undefined, 3], (inner, value) => inner.value('n', value))
    .objects('noList', [], () => {})
    .value('last', null)
    .body();
  expect(JSON.parse(bodyBytes(body).toString('utf8'))).toEqual({
    text: 'ä"',
    item: { p: { S: 'ß😀' } },
    items: [1, 2, 3],
    empty: [],
    inner: { 'a"b': [{}], n: 0.5 },
    nothing: {},
    list: [{ n: 1 }, {}, { n: 3 }],
    noList: [],
    last: null,
  });
});

test('an empty object, and a plain value', () => {
  expect(bodyBytes(new JsonObjectBuilder().body()).toString()).toBe('{}');
  expect(bodyBytes({ value: { a: ['ü'] } }).toString()).toBe('{"a":["ü"]}');
});
