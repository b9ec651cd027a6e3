// The rules of a text or number as AWS words them, and whether a value keeps them: for the elements of
// collections, which AWS reports with all their rules at once (observed on AWS, LocalStack's recordings).

import { javaDouble } from './java-text.ts';
import type { Shape } from './shape.ts';

/** Of a text or a number; other shapes have no such rules. */
export function fits(value: unknown, shape: Shape): boolean {
  if (value === undefined || value === null) return false;
  if (shape.kind === 'string') {
    const text = value as string;
    const { values, pattern, min = 0, max = Infinity } = shape;
    if (values !== undefined && !values.includes(text)) return false;
    if (pattern !== undefined && !pattern.matches(text)) return false;
    return text.length >= min && text.length <= max;
  }
  if (shape.kind === 'integer' || shape.kind === 'double') {
    const { min = -Infinity, max = Infinity } = shape;
    return (value as number) >= min && (value as number) <= max;
  }
  return true;
}

/** `[Member must ..., Member must not be null]` */
export function rulesText(shape: Shape): string {
  return `[${[...rulesOf(shape), 'Member must not be null'].join(', ')}]`;
}

function rulesOf(shape: Shape): string[] {
  if (shape.kind === 'string') {
    const { values, pattern, min, max } = shape;
    return [
      ...(max === undefined ? [] : [lengthRule('less', max)]),
      ...(min === undefined ? [] : [lengthRule('greater', min)]),
      ...(pattern === undefined ? [] : [patternRule(pattern.text)]),
      ...(values === undefined ? [] : [enumRule(values.join(', '))]),
    ];
  }
  if (shape.kind === 'integer' || shape.kind === 'double') {
    const { min, max } = shape;
    const print = shape.kind === 'double' ? javaDouble : String;
    return [
      ...(max === undefined ? [] : [`Member must have value less than or equal to ${print(max)}`]),
      ...(min === undefined
        ? []
        : [`Member must have value greater than or equal to ${print(min)}`]),
    ];
  }
  return [];
}

export function enumRule(values: string): string {
  return `Member must satisfy enum value set: [${values}]`;
}

export function patternRule(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`;
}

export function lengthRule(side: 'less' | 'greater', limit: number): string {
  return `Member must have length ${side} than or equal to ${limit}`;
}
