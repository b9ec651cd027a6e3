// The texts are those that dynalite's tests found on AWS.

import { describe, expect, test } from 'vitest';
import { WireError } from '../errors.ts';
import { checkTypes } from './check-types.ts';
import {
  attributeValue,
  boolean,
  integer,
  list,
  long,
  map,
  string,
  structure,
  type Shape,
} from './shape.ts';

const CAST =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";
const STRUCTURE = 'Start of structure or map found where not expected';
const DYNAMODB = 'com.amazonaws.dynamodb.v20120810';

/** The text about `{"Member": value}` where Member has the shape; undefined when it fits. */
function faultOf(shape: Shape, value: unknown): string | undefined {
  try {
    checkTypes({ Member: value }, structure('Input', { Member: shape }));
    return undefined;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    expect(error.error).toBe('SerializationException');
    return error.text;
  }
}

const scalars: unknown[] = ['23', true, 23, -2147483648, 2147483648, 34.56];

function eachScalar(text: string): [unknown, string][] {
  return scalars.map((scalar) => [scalar, text]);
}

const fieldList: [unknown, string][] = [...eachScalar('Unexpected field type'), [{}, STRUCTURE]];

describe('wrong types', () => {
  const inner = structure('Inner', { A: string() });
  const table: [string, Shape, [unknown, string][]][] = [
    [
      'String',
      string(),
      [
        [true, 'TRUE_VALUE cannot be converted to String'],
        [false, 'FALSE_VALUE cannot be converted to String'],
        [23, 'NUMBER_VALUE cannot be converted to String'],
        [34.56, 'DECIMAL_VALUE cannot be converted to String'],
        [[], 'Unrecognized collection type class java.lang.String'],
        [{}, STRUCTURE],
      ],
    ],
    [
      'Boolean',
      boolean(),
      [
        ['23', 'Unexpected token received from parser'],
        [23, 'NUMBER_VALUE cannot be converted to Boolean'],
        [34.56, 'DECIMAL_VALUE cannot be converted to Boolean'],
        [[], 'Unrecognized collection type class java.lang.Boolean'],
        [{}, STRUCTURE],
      ],
    ],
    [
      'Integer',
      integer(),
      [
        ['23', 'STRING_VALUE cannot be converted to Integer'],
        [true, 'TRUE_VALUE cannot be converted to Integer'],
        [[], 'Unrecognized collection type class java.lang.Integer'],
        [{}, STRUCTURE],
      ],
    ],
    ['Long', long(), [['23', 'STRING_VALUE cannot be converted to Long']]],
    ['List', list(string()), fieldList],
    ['List inside', list(string()), [[['a', 7], 'NUMBER_VALUE cannot be converted to String']]],
    [
      'Map of attribute values',
      map(attributeValue()),
      [
        ...eachScalar('Unexpected field type'),
        [
          [],
          `Unrecognized collection type java.util.Map<java.lang.String, ${DYNAMODB}.AttributeValue>`,
        ],
      ],
    ],
    [
      'Map of strings',
      map(string()),
      [[[], 'Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>']],
    ],
    [
      'Map of lists of structures',
      map(list(inner)),
      [
        [
          [],
          `Unrecognized collection type java.util.Map<java.lang.String, java.util.List<${DYNAMODB}.Inner>>`,
        ],
        ...scalars.map((scalar): [unknown, string] => [{ a: scalar }, CAST]),
        [{ a: {} }, STRUCTURE],
        [{ a: [7] }, 'Unexpected value type in payload'],
      ],
    ],
    [
      'List of maps',
      list(map(attributeValue())),
      scalars.map((scalar): [unknown, string] => [[scalar], CAST]),
    ],
    [
      'Structure',
      inner,
      [
        ...eachScalar('Unexpected field type'),
        [[], `Unrecognized collection type class ${DYNAMODB}.Inner`],
        [{ A: 1 }, 'NUMBER_VALUE cannot be converted to String'],
      ],
    ],
    [
      'Structure in a list',
      list(inner),
      [
        ...scalars.map((scalar): [unknown, string] => [
          [scalar],
          'Unexpected value type in payload',
        ]),
        [[[]], `Unrecognized collection type class ${DYNAMODB}.Inner`],
      ],
    ],
  ];

  test.each(table)('%s', (_, shape, cases) => {
    for (const [value, text] of cases)
      expect([value, faultOf(shape, value)]).toEqual([value, text]);
  });
});

describe('wrong types in attribute values', () => {
  const strings = 'Unrecognized collection type class java.lang.String';
  const bytes = 'only base-64-encoded strings are convertible to bytes';
  const value = 'Unexpected value type in payload';
  const cases: [unknown, string][] = [
    ['a', value],
    [7, value],
    [[], `Unrecognized collection type class ${DYNAMODB}.AttributeValue`],
    [{ S: 7 }, 'NUMBER_VALUE cannot be converted to String'],
    [{ N: 7 }, 'NUMBER_VALUE cannot be converted to String'],
    [{ N: [] }, strings],
    [{ B: true }, bytes],
    [{ B: 7 }, bytes],
    [{ B: [] }, 'Unrecognized collection type class java.nio.ByteBuffer'],
    [{ B: {} }, STRUCTURE],
    [{ B: 'abc' }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
    [{ BOOL: 'true' }, 'Unexpected token received from parser'],
    [{ NULL: 1 }, 'NUMBER_VALUE cannot be converted to Boolean'],
    [{ SS: 'a' }, 'Unexpected field type'],
    [{ SS: {} }, STRUCTURE],
    [{ SS: [1] }, 'NUMBER_VALUE cannot be converted to String'],
    [{ NS: [1.5] }, 'DECIMAL_VALUE cannot be converted to String'],
    [{ BS: ['abcde'] }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 5'],
    [{ BS: 'AA==' }, 'Unexpected field type'],
    [{ L: 'a' }, 'Unexpected field type'],
    [{ L: ['a'] }, value],
    [{ M: 'a' }, 'Unexpected field type'],
    [{ M: { a: 'a' } }, value],
    [
      { M: [] },
      `Unrecognized collection type java.util.Map<java.lang.String, ${DYNAMODB}.AttributeValue>`,
    ],
    [{ L: [{ M: { a: { L: [{ BS: [1] }] } } }] }, bytes],
  ];

  test.each(cases)('%j', (attribute, text) => {
    expect(faultOf(map(attributeValue()), { a: attribute })).toBe(text);
  });

  test('a member that is itself a value is a field', () => {
    expect(faultOf(attributeValue(), 'a')).toBe('Unexpected field type');
  });
});

describe('what is put right in place', () => {
  function checked(shape: Shape, value: unknown): unknown {
    const input: Record<string, unknown> = { Member: value };
    checkTypes(input, structure('Input', { Member: shape }));
    return input['Member'];
  }

  test.each([
    [integer(), 3.9, 3],
    [integer(), -3.9, -3],
    [integer(), 1e300, 2147483647],
    [integer(), -1e300, -2147483648],
    [integer(), 2147483648, 2147483647],
    [long(), 1e300, Number.MAX_SAFE_INTEGER],
    [long(), 5_000_000_000, 5_000_000_000],
  ])('numbers are held to the type of Java: %o %d', (shape, sent, taken) => {
    expect(checked(shape, sent)).toBe(taken);
  });

  test('null is absent', () => {
    expect(checked(string(), null)).toBeUndefined();
    expect(checked(map(string()), { a: null, b: 'b' })).toEqual({ b: 'b' });
    expect(checked(structure('Inner', { A: string() }), { A: null })).toEqual({});
    expect(checked(list(string()), [null])).toEqual([null]);
  });

  test('a null attribute value is an empty one', () => {
    const sent = { a: null, b: { S: null }, c: { L: [null] }, d: { M: { e: null } } };
    expect(checked(map(attributeValue()), sent)).toEqual({
      a: {},
      b: {},
      c: { L: [{}] },
      d: { M: { e: {} } },
    });
    expect(checked(list(attributeValue()), [null])).toEqual([{}]);
  });

  test('unknown types of attribute values are ignored', () => {
    expect(checked(attributeValue(), { S: 'a', X: 7 })).toEqual({ S: 'a' });
  });

  test('names with a meaning in JavaScript are names like others', () => {
    const text =
      '{"__proto__":{"S":"a"},"constructor":{"M":{"__proto__":null}},"toString":{"S":"c"}}';
    const taken = checked(map(attributeValue()), JSON.parse(text));
    expect(JSON.stringify(taken)).toBe(
      '{"__proto__":{"S":"a"},"constructor":{"M":{"__proto__":{}}},"toString":{"S":"c"}}',
    );
    expect(faultOf(map(attributeValue()), JSON.parse('{"__proto__":7}'))).toBe(
      'Unexpected value type in payload',
    );
  });
});
