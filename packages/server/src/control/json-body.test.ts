import { expect, test } from 'vitest';
import { jsonBody } from './json-body.ts';

test.each([
  ['', {}],
  [' \n', {}],
  ['{"a":1}', { a: 1 }],
])('%j is %j', (text, value) => {
  expect(jsonBody({ body: Buffer.from(text) })).toEqual(value);
});

test.each(['1', 'null', '[{}]', '"{}"', '{"a":', '\u0000'])('%j is refused', (text) => {
  expect(() => jsonBody({ body: Buffer.from(text) })).toThrow(
    expect.objectContaining({ name: 'ControlError', status: 400 }),
  );
});
