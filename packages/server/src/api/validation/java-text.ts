// How AWS prints a request's value inside a text about it: Java's toString. Lists of structures look
// different on each of AWS's hosts, so only the form is followed, and long values are cut.

import type { Shape } from './shape.ts';

/** Characters; AWS prints all of a value, but a value may be a request of 16 MB. */
const MAX_LENGTH = 4096;

export function javaText(value: unknown, shape: Shape): string {
  const text = textOf(value, shape);
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}...`;
}

function textOf(value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return 'null';
  switch (shape.kind) {
    case 'list':
      return `[${firstOf(value as unknown[], (element) => textOf(element, shape.element))}]`;
    case 'map':
      return `{${firstOf(Object.entries(value), ([key, inner]) => `${key}=${textOf(inner, shape.value)}`)}}`;
    case 'structure':
      return `${shape.type}(${firstOf(shape.members, (member) => {
        const inner = (value as Record<string, unknown>)[member.name];
        return `${lowerFirst(member.name)}=${textOf(inner, member.shape)}`;
      })})`;
    case 'double':
      return javaDouble(value as number);
    case 'blob':
      // As Java prints a buffer; the bytes are not for a text.
      return `java.nio.HeapByteBuffer[pos=0 lim=${(value as string).length} cap=${(value as string).length}]`;
    case 'attribute-value':
      return `AttributeValue(${Object.keys(value).join(', ')})`;
    case 'string':
    case 'table-name':
    case 'integer':
    case 'timestamp':
    case 'boolean':
      return `${value as string | number | boolean}`;
  }
}

/** Whole numbers have a fraction too. */
export function javaDouble(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function firstOf<T>(values: readonly T[], print: (value: T) => string): string {
  let text = '';
  for (const value of values) {
    if (text.length > MAX_LENGTH) break;
    text += `${text === '' ? '' : ', '}${print(value)}`;
  }
  return text;
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
