// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its
// expressions have used.

import { utf8Length } from '../base/bytes.ts';
import type { AttributeValue } from '../model/attribute-value.ts';
import { checkNameSize } from '../model/attribute-name.ts';
import { decodeValue } from '../model/decode-item.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import type { ValidationLayer } from '../model/validation-layer.ts';
import type { ExpressionKind } from './expression-error.ts';
import { expressionError } from './expression-error.ts';
import type { PathTree } from './expression-tree.ts';
import type { Path } from './path.ts';

const NAMES = 'ExpressionAttributeNames';
const VALUES = 'ExpressionAttributeValues';
const NAME_PLACEHOLDER = /^#\w+$/;
const VALUE_PLACEHOLDER = /^:\w+$/;

/** Bytes of a placeholder, its `#` or `:` included (Service quotas). */
const MAX_PLACEHOLDER_BYTES = 255;

export class Placeholders {
  readonly #names: ReadonlyMap<string, string> | undefined;
  readonly #values: ReadonlyMap<string, AttributeValue> | undefined;
  readonly #usedNames = new Set<string>();
  readonly #usedValues = new Set<string>();

  /** Keys are placeholders with their `#` or `:`; values are in canonical form. */
  constructor(
    names: ReadonlyMap<string, string> | undefined,
    values: ReadonlyMap<string, AttributeValue> | undefined,
  ) {
    this.#names = names;
    this.#values = values;
  }

  /** The attribute value of a `:value`. Throws InvalidInput `expression` when it is not defined. */
  value(kind: ExpressionKind, placeholder: string): AttributeValue {
    const value = this.#values?.get(placeholder);
    if (value === undefined) {
      throw expressionError(
        kind,
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.#usedValues.add(placeholder);
    return value;
  }

  /** The path with its `#names` replaced. Throws InvalidInput `expression` when one is not defined. */
  path(kind: ExpressionKind, tree: PathTree): Path {
    if (!tree.hasPlaceholders) return tree.elements;
    return tree.elements.map((element) =>
      typeof element === 'string' && element.startsWith('#') ? this.#name(kind, element) : element,
    );
  }

  /** All values with their placeholders, used or not. */
  values(): readonly (readonly [placeholder: string, value: AttributeValue])[] {
    return [...(this.#values ?? [])];
  }

  /** Throws InvalidInput `expression` when the request defines what no expression has used. */
  assertAllUsed(): void {
    assertUsed(NAMES, this.#names, this.#usedNames);
    assertUsed(VALUES, this.#values, this.#usedValues);
  }

  #name(kind: ExpressionKind, placeholder: string): string {
    const name = this.#names?.get(placeholder);
    if (name === undefined) {
      throw expressionError(
        kind,
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    }
    this.#usedNames.add(placeholder);
    return name;
  }
}

export interface PlaceholderOptions {
  /** Whether the request has any expression at all. */
  readonly hasExpression: boolean;
  /** Whether it has one that may use values, which a projection may not. Default: `hasExpression`. */
  readonly hasValueExpression?: boolean;
  /** Which words refuse an invalid value; the older layer names the placeholder. Default: current. */
  readonly layer?: ValidationLayer;
}

/**
 * Checks and decodes the two maps of a request, whose JSON types were checked already.
 *
 * Throws InvalidInput with AWS's texts: `expression` for the maps and their keys, `value` for names that are
 * too large, and what `decodeValue` throws for the values.
 */
export function createPlaceholders(
  names: { readonly [placeholder: string]: string } | undefined,
  values: { readonly [placeholder: string]: unknown } | undefined,
  options: PlaceholderOptions,
): Placeholders {
  const { hasExpression, hasValueExpression = hasExpression, layer = 'current' } = options;
  if (names !== undefined && !hasExpression) throw withoutExpression(NAMES);
  if (values !== undefined && !hasValueExpression) throw withoutExpression(VALUES);
  return new Placeholders(
    names === undefined ? undefined : checkedNames(names),
    values === undefined ? undefined : decodedValues(values, layer),
  );
}

function checkedNames(names: { readonly [placeholder: string]: string }): Map<string, string> {
  const entries = Object.entries(names);
  if (entries.length === 0) throw invalid(`${NAMES} must not be empty`);
  const checked = new Map<string, string>();
  for (const [placeholder, name] of entries) {
    checkPlaceholder(NAMES, placeholder, NAME_PLACEHOLDER);
    if (name === '') {
      throw invalid(`${NAMES} contains invalid value: Empty attribute name for key ${placeholder}`);
    }
    checkNameSize(name);
    // Items hold well-formed names only.
    checked.set(placeholder, name.toWellFormed());
  }
  return checked;
}

function decodedValues(
  values: { readonly [placeholder: string]: unknown },
  layer: ValidationLayer,
): Map<string, AttributeValue> {
  const entries = Object.entries(values);
  if (entries.length === 0) throw invalid(`${VALUES} must not be empty`);
  for (const [placeholder] of entries) checkPlaceholder(VALUES, placeholder, VALUE_PLACEHOLDER);
  return new Map(
    entries.map(([placeholder, raw]) => [placeholder, decodedValue(placeholder, raw, layer)]),
  );
}

function decodedValue(placeholder: string, raw: unknown, layer: ValidationLayer): AttributeValue {
  try {
    return decodeValue(raw, layer);
  } catch (error) {
    if (layer === 'current' || !(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(
      error.family,
      `${VALUES} contains invalid value: ${error.message} for key ${placeholder}`,
    );
  }
}

function checkPlaceholder(parameter: string, placeholder: string, form: RegExp): void {
  const sizeBytes = utf8Length(placeholder);
  if (sizeBytes > MAX_PLACEHOLDER_BYTES) {
    throw invalid(
      `${parameter} contains invalid key: The expression attribute map contains a key that is too long; size of key: ${sizeBytes}`,
    );
  }
  if (!form.test(placeholder)) {
    throw invalid(`${parameter} contains invalid key: Syntax error; key: "${placeholder}"`);
  }
}

function assertUsed(
  parameter: string,
  defined: ReadonlyMap<string, unknown> | undefined,
  used: ReadonlySet<string>,
): void {
  if (defined === undefined || defined.size === used.size) return;
  const unused = [...defined.keys()].filter((placeholder) => !used.has(placeholder));
  throw invalid(
    `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`,
  );
}

function withoutExpression(parameter: string): InvalidInput {
  return invalid(`${parameter} can only be specified when using expressions`);
}

function invalid(message: string): InvalidInput {
  return new InvalidInput('expression', message);
}
