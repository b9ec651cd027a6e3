import { describe, expect, test } from 'vitest';
import { WireError } from '../errors.ts';
import type { ValidationWording } from '../refusal-errors.ts';
import { checkConstraints } from './check-constraints.ts';
import {
  attributeValue,
  boolean,
  enumeration,
  integer,
  list,
  map,
  required,
  requiredFirst,
  string,
  structure,
  type Shape,
} from './shape.ts';
import { namePattern } from './table-name.ts';

function faultOf(
  members: Record<string, Shape>,
  input: object,
  wording: ValidationWording = 'legacy',
): string | undefined {
  try {
    checkConstraints(input, structure('Input', members), wording);
    return undefined;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    expect(error.error).toBe('ValidationException');
    return error.text;
  }
}

function oneError(text: string): string {
  return `1 validation error detected: ${text}`;
}

const tableName = { kind: 'table-name', min: 3, max: 255 } as const;
const element = structure('Element', {
  Name: required(string({ min: 1 })),
  Kind: enumeration(['A', 'B']),
});

describe('one violation', () => {
  const cases: [string, Shape, unknown, string][] = [
    ['required', required(string()), undefined, 'null|Member must not be null'],
    ['enum', enumeration(['A', 'B']), 'C', "'C'|Member must satisfy enum value set: [A, B]"],
    ['short', string({ min: 1 }), '', "''|Member must have length greater than or equal to 1"],
    ['long', string({ max: 1 }), 'ab', "'ab'|Member must have length less than or equal to 1"],
    ['low', integer({ min: 1 }), 0, "'0'|Member must have value greater than or equal to 1"],
    ['high', integer({ max: 100 }), 101, "'101'|Member must have value less than or equal to 100"],
    [
      'pattern',
      string({ pattern: namePattern }),
      'a b',
      "'a b'|Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      'name of a table',
      tableName,
      'a!b',
      "'a!b'|Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      'short name of a table',
      tableName,
      'ab',
      "'ab'|Member must have length greater than or equal to 3",
    ],
    [
      'ARN of something else',
      tableName,
      'arn:aws:s3:::bucket',
      "'arn:aws:s3:::bucket'|Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      'empty list',
      list(string(), { min: 1 }),
      [],
      "'[]'|Member must have length greater than or equal to 1",
    ],
    [
      'list',
      list(element, { max: 1 }),
      [{ Name: 'a' }, { Name: 'b', Kind: 'A' }],
      "'[Element(name=a, kind=null), Element(name=b, kind=A)]'|Member must have length less than or equal to 1",
    ],
    [
      'map',
      map(string(), { max: 1 }),
      { a: 'x', b: 'y' },
      "'{a=x, b=y}'|Member must have length less than or equal to 1",
    ],
    [
      'keys of a map',
      map(boolean(), { key: tableName }),
      { ab: true },
      "'{ab=true}'|Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]",
    ],
    [
      'values of a map',
      map(list(attributeValue()), { valueLength: { min: 1, max: 2 } }),
      { abc: [{ S: 'a' }, { N: '1' }, {}] },
      "'{abc=[AttributeValue(S), AttributeValue(N), AttributeValue()]}'|Map value must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 1]",
    ],
  ];

  test.each(cases)('%s', (_, shape, value, expected) => {
    const [shown, rule] = expected.split('|');
    const fault = faultOf({ SomeMember: shape }, value === undefined ? {} : { SomeMember: value });
    expect(fault).toBe(
      oneError(`Value ${shown} at 'someMember' failed to satisfy constraint: ${rule}`),
    );
  });
});

describe('what fits', () => {
  test.each([
    [string({ min: 1, max: 3, pattern: namePattern }), 'a-.'],
    [tableName, 'aA0_.-'],
    [tableName, 'arn:aws:dynamodb:eu-west-1:000000000000:table/ab'],
    [integer({ min: 0 }), 0],
    [list(string(), { min: 1, max: 1 }), ['a']],
    [map(attributeValue()), { a: {} }],
    [boolean(), false],
  ])('%o %j', (shape, value) => {
    expect(faultOf({ Member: shape }, { Member: value })).toBeUndefined();
    expect(faultOf({ Member: shape }, {})).toBeUndefined();
  });
});

test('paths lead into lists, maps and structures, and keep the names of the user', () => {
  const members = { Maps: map(structure('Inner', { Elements: list(element) })) };
  const input = { Maps: { Some_Key: { Elements: [{ Name: 'a' }, { Name: '', Kind: 'C' }] } } };
  const path = "'maps.Some_Key.member.elements.2.member";
  expect(faultOf(members, input)).toBe(
    `2 validation errors detected: Value '' at ${path}.name' failed to satisfy constraint: Member must have length greater than or equal to 1; ` +
      `Value 'C' at ${path}.kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]`,
  );
});

test('an absent element is a violation', () => {
  expect(faultOf({ Elements: list(element) }, { Elements: [null] })).toBe(
    oneError(
      "Value null at 'elements.1.member' failed to satisfy constraint: Member must not be null",
    ),
  );
});

test('members are reported in the order of the shape, at most ten', () => {
  const members = { B: required(string()), A: required(list(string({ min: 1 }))) };
  const fault = faultOf(members, { A: Array.from({ length: 20 }, () => '') }) ?? '';
  expect(fault).toMatch(/^10 validation errors detected: Value null at 'b' /);
  expect(fault.split('; ')).toHaveLength(10);
});

test('what is required first is reported alone', () => {
  const members = { A: required(string()), TableName: requiredFirst(tableName) };
  expect(faultOf(members, {})).toBe(
    "The parameter 'TableName' is required but was not present in the request",
  );
});

test('long values are cut', () => {
  const fault = faultOf({ A: string({ max: 1 }) }, { A: 'x'.repeat(1_000_000) }) ?? '';
  expect(fault.length).toBeLessThan(5000);
});

describe('the current wording', () => {
  const members = {
    Limit: integer({ min: 1, terse: 'min' }),
    Choice: enumeration(['A'], 'A, B'),
    TableName: required({ ...tableName, min: 1, terse: 'min' } as const),
    Tables: map(structure('Inner', { Keys: list(string(), { max: 1, terse: 'max' }) })),
  };
  const cases: [object, string][] = [
    [
      { TableName: '' },
      "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { TableName: 'abc', Limit: 0 },
      "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ Choice: 'X' }, 'Failed to satisfy constraint: Member must satisfy enum value set: [A, B]'],
    [
      { TableName: 'abc', Tables: { My: { Keys: ['a', 'b'] } } },
      "Value at 'Tables.My.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [{}, "Value null at 'tableName' failed to satisfy constraint: Member must not be null"],
    [
      { TableName: 'a b' },
      "Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
  ];

  test.each(cases)('%j', (input, text) => {
    expect(faultOf(members, input, 'current')).toBe(oneError(text));
  });

  test('is not that of before', () => {
    expect(faultOf(members, { TableName: '', Choice: 'X' }, 'legacy')).toBe(
      "2 validation errors detected: Value 'X' at 'choice' failed to satisfy constraint: Member must satisfy enum value set: [A]; " +
        "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });
});
