// The shapes of requests: a small language in which each operation says what its members are.
// `check-types.ts` checks JSON types by it and `check-constraints.ts` lengths, ranges and enums. Members
// stand in the order in which AWS reports their violations.

interface Presence {
  /**
   * `required`: absence is a violated constraint like others. `required-first`: it is reported alone,
   * before all constraints, as operations on tables do for TableName (observed on AWS).
   */
  readonly presence?: 'required' | 'required-first';
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /**
   * The bound that AWS's current wording reports alone, at once, and without the value:
   * `Value at 'TableName' failed ...` (observed on AWS since mid 2026, member by member).
   */
  readonly terse?: 'min' | 'max' | 'both';
}

/** A pattern is tested by a function, because a request with valid members must not run a regex. */
export interface Pattern {
  readonly text: string;
  matches(value: string): boolean;
}

export interface StringShape extends Presence, Bounds {
  readonly kind: 'string';
  readonly pattern?: Pattern;
  readonly values?: readonly string[];
  /** The value set that AWS's current wording prints for this member, alone and at once. */
  readonly terseValues?: string;
}

/** A table's name or ARN; `min` differs between operations on tables and on items. */
export interface TableNameShape extends Presence, Bounds {
  readonly kind: 'table-name';
}

export interface IntegerShape extends Presence, Bounds {
  readonly kind: 'integer';
  readonly javaType: 'Integer' | 'Long';
}

/** A number with a fraction. */
export interface DoubleShape extends Presence, Bounds {
  readonly kind: 'double';
}

/** Bytes, in JSON as base64. */
export interface BlobShape extends Presence {
  readonly kind: 'blob';
}

/** A moment as the JSON protocol has it: seconds since the epoch, with a fraction. */
export interface TimestampShape extends Presence {
  readonly kind: 'timestamp';
}

export interface BooleanShape extends Presence {
  readonly kind: 'boolean';
}

export interface ListShape extends Presence, Bounds {
  readonly kind: 'list';
  readonly element: Shape;
  /** Elements that break their rules are reported as one violation of the list, with all the rules. */
  readonly elementsAsOne?: true;
}

export interface MapShape extends Presence, Bounds {
  readonly kind: 'map';
  readonly value: Shape;
  /** Constrains the keys; reported as one violation of the map. */
  readonly key?: TableNameShape | StringShape;
  /** Values that break their rules are reported as one violation of the map, with all the rules. */
  readonly valuesAsOne?: true;
  /** Constrains the lengths of values that are lists; reported as one violation of the map. */
  readonly valueLength?: { readonly min: number; readonly max: number };
}

export interface StructureShape extends Presence {
  readonly kind: 'structure';
  /** Name of the structure in AWS's model, which texts about wrong types mention. */
  readonly type: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** An attribute value of DynamoDB JSON. Its own rules are the model's; only JSON types are checked. */
export interface AttributeValueShape extends Presence {
  readonly kind: 'attribute-value';
}

export type Shape =
  | StringShape
  | TableNameShape
  | IntegerShape
  | DoubleShape
  | BlobShape
  | TimestampShape
  | BooleanShape
  | ListShape
  | MapShape
  | StructureShape
  | AttributeValueShape;

export function string(rules: Omit<StringShape, 'kind' | 'presence' | 'values'> = {}): StringShape {
  return { kind: 'string', ...rules };
}

export function enumeration(values: readonly string[], terseValues?: string): StringShape {
  return { kind: 'string', values, ...(terseValues === undefined ? {} : { terseValues }) };
}

export function integer(bounds: Bounds = {}): IntegerShape {
  return { kind: 'integer', javaType: 'Integer', ...bounds };
}

export function long(bounds: Bounds = {}): IntegerShape {
  return { kind: 'integer', javaType: 'Long', ...bounds };
}

export function double(bounds: Bounds = {}): DoubleShape {
  return { kind: 'double', ...bounds };
}

export function blob(): BlobShape {
  return { kind: 'blob' };
}

export function timestamp(): TimestampShape {
  return { kind: 'timestamp' };
}

export function boolean(): BooleanShape {
  return { kind: 'boolean' };
}

export function list(
  element: Shape,
  rules: Omit<ListShape, 'kind' | 'presence' | 'element'> = {},
): ListShape {
  return { kind: 'list', element, ...rules };
}

export function map(
  value: Shape,
  rules: Omit<MapShape, 'kind' | 'presence' | 'value'> = {},
): MapShape {
  return { kind: 'map', value, ...rules };
}

export function structure(type: string, members: Readonly<Record<string, Shape>>): StructureShape {
  return {
    kind: 'structure',
    type,
    members: Object.entries(members).map(([name, shape]) => ({ name, shape })),
  };
}

export function attributeValue(): AttributeValueShape {
  return { kind: 'attribute-value' };
}

export function required<S extends Shape>(shape: S): S {
  return { ...shape, presence: 'required' };
}

export function requiredFirst<S extends Shape>(shape: S): S {
  return { ...shape, presence: 'required-first' };
}
