// The second check of a request: lengths, ranges, patterns and enums. AWS gathers what is violated, at
// most ten violations, into one ValidationException (observed on AWS: dynalite's and the parity suite's
// assertions). Paths are member names in lower camel case, `keySchema.1.member.keyType`.

import { validationError, type WireError } from '../errors.ts';
import type { ValidationWording } from '../refusal-errors.ts';
import { javaText, lowerFirst } from './java-text.ts';
import type { MapShape, Member, Shape, StringShape, StructureShape } from './shape.ts';
import { enumRule, fits, lengthRule, patternRule, rulesText } from './element-rules.ts';
import { isTableArn, namePattern } from './table-name.ts';

const MAX_VIOLATIONS = 10;

/** Throws WireError (ValidationException) unless `input`, whose types were checked, fits `shape`. */
export function checkConstraints(
  input: object,
  shape: StructureShape,
  wording: ValidationWording,
): void {
  for (const member of shape.members) {
    if (
      member.shape.presence === 'required-first' &&
      (input as Record<string, unknown>)[member.name] === undefined
    ) {
      throw validationError(
        `The parameter '${member.name}' is required but was not present in the request`,
      );
    }
  }
  const check = new ConstraintCheck(wording);
  check.structure(input, shape);
  check.end();
}

/** One walk over a request. It keeps the path as it goes, and builds a text only for a violation. */
class ConstraintCheck {
  readonly #wording: ValidationWording;
  readonly #path: (Member | string)[] = [];
  readonly #violations: string[] = [];

  constructor(wording: ValidationWording) {
    this.#wording = wording;
  }

  structure(value: object, shape: StructureShape): void {
    for (const member of shape.members) {
      const inner = (value as Record<string, unknown>)[member.name];
      if (inner === undefined && member.shape.presence === undefined) continue;
      this.#path.push(member);
      this.#value(inner, member.shape);
      this.#path.pop();
    }
  }

  end(): void {
    const count = this.#violations.length;
    if (count > 0) {
      throw validationError(
        `${count} validation error${count === 1 ? '' : 's'} detected: ${this.#violations.join('; ')}`,
      );
    }
  }

  #value(value: unknown, shape: Shape): void {
    if (value === undefined || value === null) {
      this.#violated(value, shape, 'Member must not be null');
      return;
    }
    switch (shape.kind) {
      case 'string':
        this.#string(value as string, shape);
        return;
      case 'table-name':
        this.#tableName(value as string, shape);
        return;
      case 'integer':
      case 'double':
        this.#bounds(value, shape, { size: value as number, what: 'value' });
        return;
      case 'list':
        this.#list(value as unknown[], shape);
        return;
      case 'map':
        this.#map(value as Record<string, unknown>, shape);
        return;
      case 'structure':
        this.structure(value, shape);
        break;
      case 'boolean':
      case 'blob':
      case 'timestamp':
      case 'attribute-value':
    }
  }

  #string(value: string, shape: StringShape): void {
    if (shape.values !== undefined && !shape.values.includes(value)) {
      if (shape.terseValues !== undefined && this.#wording === 'current') {
        throw terse(`Failed to satisfy constraint: ${enumRule(shape.terseValues)}`);
      }
      this.#violated(value, shape, enumRule(shape.values.join(', ')));
    }
    if (shape.pattern !== undefined && !shape.pattern.matches(value)) {
      this.#violated(value, shape, patternRule(shape.pattern.text));
    }
    this.#bounds(value, shape, { size: value.length, what: 'length' });
  }

  #tableName(value: string, shape: Shape & { kind: 'table-name' }): void {
    if (isTableArn(value)) return;
    if (value !== '' && !namePattern.matches(value)) {
      this.#violated(value, shape, patternRule(namePattern.text));
    }
    this.#bounds(value, shape, { size: value.length, what: 'length' });
  }

  #list(value: unknown[], shape: Shape & { kind: 'list' }): void {
    this.#bounds(value, shape, { size: value.length, what: 'length' });
    if (shape.element.kind === 'attribute-value') return;
    if (shape.elementsAsOne === true) {
      if (value.every((element) => fits(element, shape.element))) return;
      this.#violated(value, shape, `Member must satisfy constraint: ${rulesText(shape.element)}`);
      return;
    }
    for (let index = 0; index < value.length; index += 1) {
      this.#path.push(String(index + 1), 'member');
      this.#value(value[index], shape.element);
      this.#path.length -= 2;
    }
  }

  #map(value: Record<string, unknown>, shape: MapShape): void {
    if (shape.min !== undefined || shape.max !== undefined) {
      this.#bounds(value, shape, { size: Object.keys(value).length, what: 'length' });
    }
    this.#mapKeys(value, shape);
    this.#mapValueLengths(value, shape);
    if (shape.value.kind === 'attribute-value') return;
    if (shape.valuesAsOne === true) {
      if (Object.values(value).every((inner) => fits(inner, shape.value))) return;
      this.#violated(value, shape, `Map value must satisfy constraint: ${rulesText(shape.value)}`);
      return;
    }
    for (const key in value) {
      this.#path.push(key, 'member');
      this.#value(value[key], shape.value);
      this.#path.length -= 2;
    }
  }

  #mapKeys(value: Record<string, unknown>, shape: MapShape): void {
    const { key: keyShape } = shape;
    if (keyShape === undefined) return;
    if (keyShape.kind === 'string') {
      if (Object.keys(value).every((key) => fits(key, keyShape))) return;
      this.#violated(value, shape, `Map keys must satisfy constraint: ${rulesText(keyShape)}`);
      return;
    }
    const { min = 0, max = Infinity } = keyShape;
    for (const key in value) {
      const fits = key.length >= min && key.length <= max && namePattern.matches(key);
      if (fits || isTableArn(key)) continue;
      const rules = [
        lengthRule('less', max),
        lengthRule('greater', min),
        patternRule(namePattern.text),
      ];
      this.#violated(value, shape, `Map keys must satisfy constraint: [${rules.join(', ')}]`);
      return;
    }
  }

  #mapValueLengths(value: Record<string, unknown>, shape: MapShape): void {
    if (shape.valueLength === undefined) return;
    const { min, max } = shape.valueLength;
    for (const key in value) {
      const { length } = value[key] as unknown[];
      if (length >= min && length <= max) continue;
      const rules = [lengthRule('less', max), lengthRule('greater', min)];
      this.#violated(value, shape, `Map value must satisfy constraint: [${rules.join(', ')}]`);
      return;
    }
  }

  #bounds(
    value: unknown,
    shape: Shape & {
      readonly min?: number;
      readonly max?: number;
      readonly terse?: 'min' | 'max' | 'both';
    },
    { size, what }: { readonly size: number; readonly what: 'length' | 'value' },
  ): void {
    const { min, max } = shape;
    if (min !== undefined && size < min) this.#outOfBounds(value, shape, ['min', what, min]);
    if (max !== undefined && size > max) this.#outOfBounds(value, shape, ['max', what, max]);
  }

  #outOfBounds(
    value: unknown,
    shape: Shape & { readonly terse?: 'min' | 'max' | 'both' },
    [bound, what, limit]: readonly ['min' | 'max', 'length' | 'value', number],
  ): void {
    const rule = `Member must have ${what} ${bound === 'min' ? 'greater' : 'less'} than or equal to ${limit}`;
    const isTerse = shape.terse === bound || shape.terse === 'both';
    if (isTerse && this.#wording === 'current') {
      const path = this.#path
        .map((part) => (typeof part === 'string' ? part : part.name))
        .join('.');
      throw terse(`Value at '${path}' failed to satisfy constraint: ${rule}`);
    }
    this.#violated(value, shape, rule);
  }

  #violated(value: unknown, shape: Shape, rule: string): void {
    if (this.#violations.length === MAX_VIOLATIONS) return;
    const text = value === undefined || value === null ? 'null' : `'${javaText(value, shape)}'`;
    const path = this.#path
      .map((part) => (typeof part === 'string' ? part : lowerFirst(part.name)))
      .join('.');
    this.#violations.push(`Value ${text} at '${path}' failed to satisfy constraint: ${rule}`);
  }
}

function terse(text: string): WireError {
  return validationError(`1 validation error detected: ${text}`);
}
