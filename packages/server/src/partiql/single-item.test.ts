import { expect, test } from 'vitest';
import type { KeySchema } from '../model/table.ts';
import { bindStatement } from './bind-statement.ts';
import { parseStatement } from './parse-statement.ts';
import { itemOfExists, itemOfWrite, keyOfRead } from './single-item.ts';

const schema: KeySchema = { partition: { name: 'p', type: 'S' }, sort: { name: 's', type: 'N' } };
const key = { p: { S: 'a' }, s: { N: '1' } };

function where(condition: string) {
  const bound = bindStatement(parseStatement(`DELETE FROM T WHERE ${condition}`), []);
  return bound.kind === 'delete' ? bound.where : undefined;
}

test.each([
  ["p = 'a' AND s = 1", undefined],
  ["(1 = s AND x = 2) AND p = 'a' AND p = 'a'", 'comparison'],
  ["s = 1 AND p = 'a' AND x = 2 AND NOT y = 3", 'and'],
])('the item of a write: %s', (condition, rest) => {
  const item = itemOfWrite(where(condition), schema);
  expect(item.key).toEqual(key);
  expect(item.condition?.kind).toBe(rest);
});

const NO_KEY = 'Where clause does not contain a mandatory equality on all key attributes';

test.each([
  ["p = 'a'", NO_KEY],
  ["p IN ['a'] AND s = 1", NO_KEY],
  ["p = 'a' AND s = 1 OR x = 1", NO_KEY],
  [
    "p = 'a' AND s = 1 AND p = 'b'",
    'Multiple conditions on same key p. Only single item Update/Insert/Delete are supported',
  ],
])('no item of a write: %s', (condition, message) => {
  expect(() => itemOfWrite(where(condition), schema)).toThrow(message);
  expect(() => itemOfWrite(undefined, schema)).toThrow(NO_KEY);
});

test.each(["p = 'a' AND s = 1", "(s = 1) AND p = 'a' AND p = 'a'", "p IN ['a'] AND s IN [1]"])(
  'the key of a read: %s',
  (condition) => {
    expect(keyOfRead(where(condition), schema)).toEqual(key);
  },
);

test.each(["p = 'a'", "p = 'a' AND s = 1 AND x = 1", "p IN ['b'] AND p = 'a' AND s = 1"])(
  'no key of a read: %s',
  (condition) => {
    expect(keyOfRead(where(condition), schema)).toBeUndefined();
  },
);

test('EXISTS asks for more than the key, and takes the first value of it', () => {
  expect(itemOfExists(where("p = 'a' AND s = 1 AND p = 'b' AND x = 1"), schema)).toMatchObject({
    key,
    condition: { kind: 'and' },
  });
  for (const condition of ["p = 'a' AND s = 1", "p = 'a' AND x = 1"]) {
    expect(() => itemOfExists(where(condition), schema)).toThrow(
      'EXISTS() must contain a single item read with additional condition',
    );
  }
});
