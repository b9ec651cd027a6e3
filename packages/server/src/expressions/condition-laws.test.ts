import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { bindCondition, evaluateCondition } from './condition.ts';
import { placeholdersOf } from './testing/expression-fixtures.ts';

// The oracle knows items as JavaScript objects of numbers and sets of numbers, and conditions as
// JavaScript functions that are made together with their texts.
type Model = { readonly [name: string]: number | readonly number[] | undefined };

interface Sample {
  readonly text: string;
  readonly holds: (model: Model) => boolean;
}

const NAMES = ['a', 'b', 'c'] as const;
const number = fc.integer({ min: -2, max: 2 });
const name = fc.constantFrom(...NAMES);

const modelArbitrary: fc.Arbitrary<Model> = fc.record({
  a: fc.option(number, { nil: undefined }),
  b: fc.option(fc.oneof(number, fc.uniqueArray(number, { minLength: 1 })), { nil: undefined }),
  c: fc.option(number, { nil: undefined }),
});

function itemOf(model: Model): Item {
  const values = Object.entries(model).flatMap(([key, content]): [string, AttributeValue][] => {
    if (content === undefined) return [];
    return [
      [key, typeof content === 'number' ? { N: String(content) } : { NS: content.map(String) }],
    ];
  });
  return Object.fromEntries(values);
}

const literal = (value: number): string => `:v${value + 2}`;
const DEFINED = Object.fromEntries(
  [-2, -1, 0, 1, 2].map((value) => [literal(value), { N: String(value) }]),
);

const isNumber = (value: unknown): value is number => typeof value === 'number';

const comparison: fc.Arbitrary<Sample> = fc
  .tuple(name, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), number)
  .map(([key, operator, value]) => ({
    text: `${key} ${operator} ${literal(value)}`,
    holds: (model) => {
      const actual = model[key];
      if (operator === '<>') return actual !== value;
      if (!isNumber(actual)) return false;
      if (operator === '=') return actual === value;
      if (operator === '<') return actual < value;
      if (operator === '<=') return actual <= value;
      return operator === '>' ? actual > value : actual >= value;
    },
  }));

const between: fc.Arbitrary<Sample> = fc
  .tuple(
    name,
    fc.tuple(number, number).map((bounds) => bounds.toSorted((x, y) => x - y)),
  )
  .map(([key, [lower = 0, upper = 0]]) => ({
    text: `${key} BETWEEN ${literal(lower)} AND ${literal(upper)}`,
    holds: (model) => {
      const actual = model[key];
      return isNumber(actual) && lower <= actual && actual <= upper;
    },
  }));

const among: fc.Arbitrary<Sample> = fc
  .tuple(name, fc.array(number, { minLength: 1, maxLength: 3 }))
  .map(([key, candidates]) => ({
    text: `${key} IN (${candidates.map(literal).join(', ')})`,
    holds: (model) => candidates.some((candidate) => candidate === model[key]),
  }));

const functions: fc.Arbitrary<Sample> = fc.tuple(name, number).chain(([key, value]) =>
  fc.constantFrom<Sample>(
    { text: `attribute_exists(${key})`, holds: (model) => model[key] !== undefined },
    { text: `attribute_not_exists(${key})`, holds: (model) => model[key] === undefined },
    {
      text: `contains(${key}, ${literal(value)})`,
      holds: (model) => {
        const content = model[key];
        return Array.isArray(content) && content.includes(value);
      },
    },
    {
      text: `size(${key}) > ${literal(value)}`,
      holds: (model) => {
        const content = model[key];
        return Array.isArray(content) && content.length > value;
      },
    },
  ),
);

const sampleArbitrary: fc.Arbitrary<Sample> = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(comparison, between, among, functions),
    fc.tuple(tie('sample'), tie('sample')).map(([x, y]) => ({
      text: `(${x.text}) AND NOT (${y.text})`,
      holds: (model: Model) => x.holds(model) && !y.holds(model),
    })),
    fc.tuple(tie('sample'), tie('sample')).map(([x, y]) => ({
      text: `(${x.text}) OR (${y.text})`,
      holds: (model: Model) => x.holds(model) || y.holds(model),
    })),
  ),
})).sample;

test('a condition holds when the same condition in JavaScript does', () => {
  fc.assert(
    fc.property(sampleArbitrary, modelArbitrary, ({ text, holds }, model) => {
      fc.pre(text.length <= 4096);
      const condition = bindCondition('ConditionExpression', text, placeholdersOf(DEFINED));
      expect(evaluateCondition(condition, itemOf(model))).toBe(holds(model));
    }),
    { numRuns: 1000 },
  );
});
