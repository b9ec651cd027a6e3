import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wireItem, wireValue } from '../../model/arbitrary.ts';
import type { AttributeValue, Item } from '../../model/attribute-value.ts';
import { attributeOf, typeOf } from '../../model/attribute-value.ts';
import { canonicalItem, decodeItem, decodeValue } from '../../model/decode-item.ts';
import { placeholdersOf, refusalOf } from '../testing/expression-fixtures.ts';
import { applyUpdate, bindUpdate, updatedPaths } from '../update.ts';
import { type AttributeUpdate, bindAttributeUpdates } from './attribute-updates.ts';

type Asked = Omit<AttributeUpdate, 'attribute'>;

function updated(attribute: string, asked: Asked, before: Item): Item {
  const update = bindAttributeUpdates([{ attribute, ...asked }]);
  return canonicalItem(applyUpdate(update, before));
}

describe('AttributeUpdates', () => {
  test.each<[Asked, AttributeValue | undefined, AttributeValue | undefined]>([
    [{ value: { S: 'x' } }, undefined, { S: 'x' }],
    [{ action: 'PUT', value: { N: '1.0' } }, { S: 'y' }, { N: '1' }],
    [{ action: 'PUT', value: { M: {} } }, undefined, { M: {} }],
    [{ action: 'ADD', value: { N: '3' } }, undefined, { N: '3' }],
    [{ action: 'ADD', value: { N: '-3' } }, { N: '1' }, { N: '-2' }],
    [{ action: 'ADD', value: { SS: ['b', 'c'] } }, { SS: ['a', 'b'] }, { SS: ['a', 'b', 'c'] }],
    [{ action: 'ADD', value: { NS: ['2.0'] } }, undefined, { NS: ['2'] }],
    [
      { action: 'ADD', value: { L: [{ S: 'b' }, { N: '2' }] } },
      { L: [{ S: 'a' }] },
      { L: [{ S: 'a' }, { S: 'b' }, { N: '2' }] },
    ],
    [{ action: 'ADD', value: { L: [{ S: 'b' }] } }, undefined, { L: [{ S: 'b' }] }],
    [{ action: 'DELETE' }, { M: {} }, undefined],
    [{ action: 'DELETE' }, undefined, undefined],
    [{ action: 'DELETE', value: { NS: ['1', '3'] } }, { NS: ['1', '2'] }, { NS: ['2'] }],
    [{ action: 'DELETE', value: { BS: ['AA=='] } }, { BS: ['AA=='] }, undefined],
    [{ action: 'DELETE', value: { SS: ['a'] } }, undefined, undefined],
  ])('%j of %j makes %j', (asked, before, after) => {
    // A dot is part of the name.
    for (const name of ['a', 'a.b', '__proto__']) {
      const item = before === undefined ? {} : decodeItem({ [name]: before });
      expect(attributeOf(updated(name, asked, item), name)).toEqual(after);
    }
  });

  test.each<[Asked, AttributeValue]>([
    [{ action: 'ADD', value: { N: '1' } }, { S: '1' }],
    [{ action: 'ADD', value: { N: '1' } }, { NS: ['1'] }],
    [{ action: 'ADD', value: { SS: ['1'] } }, { NS: ['1'] }],
    [{ action: 'ADD', value: { L: [] } }, { M: {} }],
    [{ action: 'DELETE', value: { NS: ['1'] } }, { SS: ['1'] }],
    [{ action: 'DELETE', value: { NS: ['1'] } }, { N: '1' }],
  ])('%j does not go together with %j', (asked, before) => {
    expect(refusalOf(() => updated('a', asked, { a: before }))).toBe(
      'rule: Type mismatch for attribute to update',
    );
  });

  const INVALID = 'rule: One or more parameter values were invalid: ';
  const ADD = `${INVALID}ADD action is not supported for the type `;
  const DELETE = `${INVALID}DELETE action with value is not supported for the type `;
  test.each<[Asked, string]>([
    [{}, `${INVALID}Only DELETE action is allowed when no attribute value is specified`],
    [
      { action: 'ADD' },
      `${INVALID}Only DELETE action is allowed when no attribute value is specified`,
    ],
    [{ action: 'ADD', value: { S: 'x' } }, `${ADD}S`],
    [{ action: 'ADD', value: { B: 'AA==' } }, `${ADD}B`],
    [{ action: 'ADD', value: { BOOL: true } }, `${ADD}BOOL`],
    [{ action: 'ADD', value: { NULL: true } }, `${ADD}NULL`],
    [{ action: 'ADD', value: { M: {} } }, `${ADD}M`],
    [{ action: 'DELETE', value: { N: '1' } }, `${DELETE}N`],
    [{ action: 'DELETE', value: { L: [] } }, `${DELETE}L`],
    [{ action: 'DELETE', value: { S: 'x' } }, `${DELETE}S`],
    [
      { value: {} },
      'rule: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [{ value: { N: 'x' } }, 'value: The parameter cannot be converted to a numeric value: x'],
  ])('refuses %j', (asked, text) => {
    expect(refusalOf(() => updated('a', asked, {}))).toBe(text);
  });

  test.each<Asked>([{ value: { S: 'x' } }, { action: 'DELETE' }])(
    'refuses a name that is empty or too large: %j',
    (asked) => {
      expect(refusalOf(() => updated('', asked, {}))).toBe('rule: Empty attribute name');
      expect(refusalOf(() => updated('a'.repeat(65_536), asked, {}))).toBe(
        'value: Attribute name is too large, must be less than 65536 bytes',
      );
    },
  );

  test.each<[readonly AttributeUpdate[], boolean]>([
    [[], true],
    [[{ attribute: 'a', value: { S: 'x' } }], true],
    [[{ attribute: 'a', action: 'ADD', value: { N: '1' } }], true],
    [[{ attribute: 'a', action: 'DELETE' }], false],
    [[{ attribute: 'a', action: 'DELETE', value: { SS: ['x'] } }], false],
  ])('%j makes an item: %s', (updates, makes) => {
    expect(bindAttributeUpdates(updates).createsItem).toBe(makes);
  });

  test('knows what it writes, and what was sent for it', () => {
    const update = bindAttributeUpdates([
      { attribute: 'a', value: { N: '1.0' } },
      { attribute: 'b', action: 'DELETE' },
    ]);
    expect(update.attributes).toEqual(new Set(['a', 'b']));
    expect(update.sent).toEqual({ a: { N: '1' } });
    expect(updatedPaths(update, { a: { N: '1' }, b: { S: 'x' }, c: { S: 'x' } })).toEqual({
      a: { N: '1' },
      b: { S: 'x' },
    });
  });
});

// The update expression that says the same, where the types go together.
const TEXTS = { PUT: 'SET #a = :v', ADD: 'ADD #a :v', DELETE: 'DELETE #a :v' } as const;
const ALLOWED = { PUT: undefined, ADD: ['N', 'SS', 'NS', 'BS'], DELETE: ['SS', 'NS', 'BS'] };

test('AttributeUpdates do what the same update expression does', () => {
  const value = wireValue().map((wire) => decodeValue(wire));
  const item = wireItem().map((wire): Item => decodeItem(wire));
  fc.assert(
    fc.property(
      fc.constantFrom('PUT' as const, 'ADD' as const, 'DELETE' as const),
      fc.constantFrom('a', 'b', 'é', '__proto__'),
      value,
      item,
      (action, attribute, operand, before) => {
        const there = attributeOf(before, attribute);
        fc.pre(ALLOWED[action]?.includes(typeOf(operand)) ?? true);
        fc.pre(action === 'PUT' || there === undefined || typeOf(there) === typeOf(operand));
        const placeholders = placeholdersOf({ '#a': attribute, ':v': operand });
        const expression = bindUpdate(TEXTS[action], placeholders);
        const older = bindAttributeUpdates([{ attribute, action, value: operand }]);
        const outcome = (run: () => Item): unknown => {
          const refusal = refusalOf(() => run());
          return refusal === 'nothing is refused' ? canonicalItem(run()) : refusal;
        };
        expect(outcome(() => applyUpdate(older, before))).toEqual(
          outcome(() => applyUpdate(expression, before)),
        );
        expect(older.createsItem).toBe(expression.createsItem);
      },
    ),
    { numRuns: 500 },
  );
});
