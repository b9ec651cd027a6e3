// Arbitrary numbers, values and items for property tests (fast-check).

import * as fc from 'fast-check';
import type { AttributeValue, Item } from './attribute-value.ts';
import { setAttribute } from './attribute-value.ts';

/** Spellings of numbers that DynamoDB accepts, many of them of the same few values. */
export function numberText(): fc.Arbitrary<string> {
  const digits = fc.oneof(
    fc.stringMatching(/^[0-9]{1,3}$/),
    fc.stringMatching(/^[0-9]{1,20}$/),
    fc.stringMatching(/^[1-9][0-9]{37}$/),
  );
  const sign = fc.constantFrom('', '', '-', '+');
  const zeros = fc.constantFrom('', '', '0', '00');
  const exponent = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -120, max: 80 }));
  const spelling = fc.record({ sign, zeros, digits, exponent, point: fc.nat(38) });
  return spelling.map(({ sign, zeros, digits, exponent, point }) => {
    const at = Math.min(point, digits.length);
    const fraction = digits.slice(at) + zeros;
    const plain = `${zeros}${digits.slice(0, at)}${fraction === '' ? '' : `.${fraction}`}`;
    return `${sign}${plain}${exponent === 0 ? '' : `e${exponent}`}`;
  });
}

// Few different texts, so that equal values are frequent; the names that objects treat specially.
const text = fc.constantFrom('', 'a', 'b', 'ab', 'é', '\uffee', '\u{1f600}', '\0', '"\\');
const name = fc.constantFrom('a', 'b', 'é', '10', '9', '01', '4294967295', '__proto__', 'toString');
const base64 = fc.constantFrom('', 'AA==', 'AAA=', '/w==', 'AQID');

function membersOf(member: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(member, { minLength: 1, maxLength: 4 });
}

/** Attributes as a request may list them: in any order. */
function attributes(value: fc.Arbitrary<AttributeValue>): fc.Arbitrary<Item> {
  const list = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 4 });
  return list.map((entries) => {
    const item: Record<string, AttributeValue> = {};
    for (const [key, content] of entries) setAttribute(item, key, content);
    return item;
  });
}

const values = fc.letrec<{ value: AttributeValue; scalar: AttributeValue; deep: AttributeValue }>(
  (tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('scalar'), tie('deep')),
    scalar: fc.oneof(
      text.map((S) => ({ S })),
      numberText().map((N) => ({ N })),
      base64.map((B) => ({ B })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true } as const),
      membersOf(text).map((SS) => ({ SS })),
      membersOf(fc.constantFrom('1', '2', '10', '-3', '0.5')).map((NS) => ({ NS })),
      membersOf(base64).map((BS) => ({ BS })),
    ),
    deep: fc.oneof(
      fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
      attributes(tie('value')).map((M) => ({ M })),
    ),
  }),
);

/** Values as requests write them: valid, but not canonical. */
export function wireValue(): fc.Arbitrary<AttributeValue> {
  return values.value;
}

/** Items as requests write them: valid, but not canonical. */
export function wireItem(): fc.Arbitrary<Item> {
  return attributes(values.value);
}

/** The same item as another client may write it: attributes and set members in another order. */
export function reordered(item: Item): Item {
  const copy: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(item).toReversed()) {
    setAttribute(copy, key, reorderedValue(value));
  }
  return copy;
}

function reorderedValue(value: AttributeValue): AttributeValue {
  if ('M' in value) return { M: reordered(value.M) };
  if ('L' in value) return { L: value.L.map(reorderedValue) };
  if ('SS' in value) return { SS: value.SS.toReversed() };
  if ('NS' in value) return { NS: value.NS.toReversed() };
  if ('BS' in value) return { BS: value.BS.toReversed() };
  return value;
}
