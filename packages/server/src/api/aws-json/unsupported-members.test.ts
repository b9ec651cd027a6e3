import { expect, test } from 'vitest';
import { defineOperation } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { refuseUnsupportedMembers } from './unsupported-members.ts';

const operation = defineOperation<object>({
  name: 'DoIt',
  style: { plane: 'items', prefixed: false },
  input: structure('DoItInput', {}),
  unsupported: ['Old', 'Tables.*.Old'],
  run: () => Promise.resolve({ value: {} }),
});

test.each([
  [{ Old: false }, 'Headwater does not support the parameter Old of DoIt yet'],
  [
    { Tables: { a: {}, b: { Old: [] } } },
    'Headwater does not support the parameter Tables.Old of DoIt yet',
  ],
])('refuses %j', (input, text) => {
  expect(() => refuseUnsupportedMembers(operation, input)).toThrow(text);
});

test.each([{}, { New: 1 }, { Tables: {} }, { Tables: { Old: {} } }, { Tables: 7 }])(
  'takes %j',
  (input) => {
    expect(() => refuseUnsupportedMembers(operation, input)).not.toThrow();
  },
);
