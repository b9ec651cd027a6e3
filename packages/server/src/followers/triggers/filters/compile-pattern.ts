// Reads filter patterns. The language is that of EventBridge (github.com/aws/event-ruler), the text for
// all that is wrong is Lambda's (observed on AWS).

import type { Bound, FieldPattern, LeafTest, ObjectPattern, Scalar, ValueTest } from './pattern.ts';

/** It is no pattern. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';

  constructor() {
    super('Invalid filter pattern definition.');
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

/** @throws InvalidPattern */
export function compilePattern(text: string): ObjectPattern {
  return objectPattern(parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPattern();
  }
}

function objectPattern(value: unknown): ObjectPattern {
  if (!isObject(value)) throw new InvalidPattern();
  const entries = Object.entries(value);
  if (entries.length === 0) throw new InvalidPattern();
  const choices = entries.filter(([name, of]) => isChoice(name, of));
  const fields = entries.filter(([name, of]) => !isChoice(name, of));
  return {
    fields: fields.map(([name, of]) => [name, fieldPattern(of)]),
    choices: choices.map(([, of]) => (of as readonly unknown[]).map(objectPattern)),
  };
}

/** `$or` with two or more objects; anything else of that name is a field. */
function isChoice(name: string, value: unknown): boolean {
  return name === '$or' && Array.isArray(value) && value.length >= 2 && value.every(isObject);
}

function fieldPattern(value: unknown): FieldPattern {
  if (!Array.isArray(value)) return { kind: 'object', pattern: objectPattern(value) };
  if (value.length === 0) throw new InvalidPattern();
  return { kind: 'leaf', alternatives: value.map(leafTest) };
}

function leafTest(value: unknown): LeafTest {
  if (isScalar(value)) return { kind: 'equals', value };
  const [name, operand] = onlyEntry(value);
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw new InvalidPattern();
    return { kind: 'exists', wanted: operand };
  }
  return valueTest(name, operand);
}

function valueTest(name: string, operand: unknown): ValueTest {
  switch (name) {
    case 'prefix':
    case 'suffix':
      return affixTest(name, operand);
    case 'equals-ignore-case':
      return { kind: name, text: textOf(operand).toLowerCase() };
    case 'wildcard':
      return { kind: name, parts: wildcardParts(textOf(operand)) };
    case 'numeric':
      return { kind: name, bounds: boundsOf(operand) };
    case 'anything-but':
      return { kind: name, tests: exceptions(operand) };
    default:
      throw new InvalidPattern();
  }
}

function affixTest(kind: 'prefix' | 'suffix', operand: unknown): ValueTest {
  if (typeof operand === 'string') return { kind, text: operand, ignoreCase: false };
  const [name, text] = onlyEntry(operand);
  if (name !== 'equals-ignore-case') throw new InvalidPattern();
  return { kind, text: textOf(text).toLowerCase(), ignoreCase: true };
}

/** Of `anything-but`: values, or one kind of test with one or several texts. */
function exceptions(operand: unknown): ValueTest[] {
  if (isObject(operand)) {
    const [name, texts] = onlyEntry(operand);
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
      throw new InvalidPattern();
    }
    return listOf(texts).map((text) => valueTest(name, text));
  }
  const values = listOf(operand);
  const types = new Set(values.map((value) => typeof value));
  const isUniform = types.size === 1 && (types.has('string') || types.has('number'));
  if (!isUniform) throw new InvalidPattern();
  return values.map((value) => ({ kind: 'equals', value: value as Scalar }));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) throw new InvalidPattern();
  return value as readonly unknown[];
}

const lower = ['>', '>='];
const upper = ['<', '<='];

/** One comparison, or a lower bound and behind it an upper one above it. */
function boundsOf(operand: unknown): Bound[] {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPattern();
  }
  const bounds: Bound[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const [comparison, number] = operand.slice(at, at + 2) as [unknown, unknown];
    if (!isComparison(comparison) || typeof number !== 'number') throw new InvalidPattern();
    bounds.push({ comparison, number });
  }
  const [first, second] = bounds;
  if (first === undefined || second === undefined) return bounds;
  const isRange = lower.includes(first.comparison) && upper.includes(second.comparison);
  if (!isRange || first.number >= second.number) throw new InvalidPattern();
  return bounds;
}

function isComparison(value: unknown): value is Bound['comparison'] {
  return typeof value === 'string' && ['=', ...lower, ...upper].includes(value);
}

/** `\*` and `\\` stand for themselves; two asterisks in a row are refused. */
function wildcardParts(text: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '*') {
      if (text[at + 1] === '*') throw new InvalidPattern();
      parts.push('');
      continue;
    }
    let literal = character;
    if (character === '\\') {
      at += 1;
      literal = text[at] ?? '';
      if (literal !== '*' && literal !== '\\') throw new InvalidPattern();
    }
    parts[parts.length - 1] += literal;
  }
  return parts;
}

function onlyEntry(value: unknown): readonly [string, unknown] {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [first] = entries;
  if (first === undefined || entries.length > 1) throw new InvalidPattern();
  return first;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidPattern();
  return value;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
