// Whether a record matches a filter pattern. Linear in the record for each test of the pattern, whatever
// the pattern.

import type { Bound, FieldPattern, LeafTest, ObjectPattern, Scalar, ValueTest } from './pattern.ts';

/** `record` is JSON as `JSON.parse` gives it. */
export function matchesPattern(pattern: ObjectPattern, record: unknown): boolean {
  const { fields, choices } = pattern;
  return (
    fields.every(([name, field]) => matchesField(field, memberOf(record, name))) &&
    choices.every((patterns) => patterns.some((one) => matchesPattern(one, record)))
  );
}

/** Only objects have members; what is not there is undefined. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function matchesField(field: FieldPattern, value: unknown): boolean {
  if (field.kind === 'object') {
    // All fields of a pattern are to be found in one element of an array.
    const objects = elementsOf(value);
    if (objects.length === 0) return matchesPattern(field.pattern, undefined);
    return objects.some((object) => matchesPattern(field.pattern, object));
  }
  const values = elementsOf(value).filter(isScalar);
  return field.alternatives.some((test) => matchesLeaf(test, values));
}

/** A list stands for each of its elements, and a value for itself. */
function elementsOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value.flat(Infinity) as unknown[]) : [value];
}

function matchesLeaf(test: LeafTest, values: readonly Scalar[]): boolean {
  // An object is no value, so nothing exists where one is.
  if (test.kind === 'exists') return test.wanted === values.length > 0;
  return values.some((value) => matchesValue(test, value));
}

function matchesValue(test: ValueTest, value: Scalar): boolean {
  switch (test.kind) {
    case 'equals':
      return value === test.value;
    case 'anything-but':
      return !test.tests.some((exception) => matchesValue(exception, value));
    case 'numeric':
      return typeof value === 'number' && test.bounds.every((bound) => isWithin(bound, value));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === test.text;
    case 'prefix':
    case 'suffix': {
      if (typeof value !== 'string') return false;
      const text = test.ignoreCase ? value.toLowerCase() : value;
      return test.kind === 'prefix' ? text.startsWith(test.text) : text.endsWith(test.text);
    }
    case 'wildcard':
      return typeof value === 'string' && matchesWildcard(test.parts, value);
  }
}

function isWithin({ comparison, number }: Bound, value: number): boolean {
  switch (comparison) {
    case '<':
      return value < number;
    case '<=':
      return value <= number;
    case '=':
      return value === number;
    case '>':
      return value > number;
    case '>=':
      return value >= number;
  }
}

/** Each part is taken where it is found first: what is left for those behind it is then the most. */
function matchesWildcard(parts: readonly string[], value: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (value.length < first.length + last.length) return false;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
