import { expect, test } from 'vitest';
import { checkConstraints } from './check-constraints.ts';
import { regexPattern } from './regex-pattern.ts';
import { double, enumeration, list, map, type Shape, string, structure } from './shape.ts';

function violationOf(input: object, members: Record<string, Shape>): string | undefined {
  try {
    checkConstraints(input, structure('Request', members), 'current');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const weights = map(double({ min: 0, max: 1 }), {
  key: string({ min: 1, max: 1024, pattern: regexPattern('[0-9]+') }),
  valuesAsOne: true,
});

// Observed on AWS: LocalStack's recordings of aliases and layers.
test.each<[object, Record<string, Shape>, string | undefined]>([
  [{ Weights: { 2: 0.5 } }, { Weights: weights }, undefined],
  [
    { Weights: { 2: 2 } },
    { Weights: weights },
    "1 validation error detected: Value '{2=2.0}' at 'weights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  ],
  [
    { Weights: { $LATEST: 0.5 } },
    { Weights: weights },
    "1 validation error detected: Value '{$LATEST=0.5}' at 'weights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]",
  ],
  [
    { Kinds: ['a', 'x'] },
    { Kinds: list(enumeration(['a', 'b']), { elementsAsOne: true }) },
    "1 validation error detected: Value '[a, x]' at 'kinds' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [a, b], Member must not be null]",
  ],
  [{ Kinds: ['a'] }, { Kinds: list(enumeration(['a', 'b']), { elementsAsOne: true }) }, undefined],
])('%j', (input, members, expected) => {
  expect(violationOf(input, members)).toBe(expected);
});
