// A filter pattern of an event source mapping, as EventBridge's are, compiled: which records its function
// is to see. What it is matched against is the record as the function would get it.

export type Scalar = string | number | boolean | null;

/** What one value has to be. */
export type ValueTest =
  | { readonly kind: 'equals'; readonly value: Scalar }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  /** `text` is in lower case. */
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  /** The texts between the asterisks, one more than there are of these. */
  | { readonly kind: 'wildcard'; readonly parts: readonly string[] }
  /** All of the bounds hold. */
  | { readonly kind: 'numeric'; readonly bounds: readonly Bound[] }
  /** None of the tests holds. */
  | { readonly kind: 'anything-but'; readonly tests: readonly ValueTest[] };

export interface Bound {
  readonly comparison: '<' | '<=' | '=' | '>' | '>=';
  readonly number: number;
}

/** What is at a field. */
export type FieldPattern =
  /** One of the alternatives holds for one of the field's values. */
  | { readonly kind: 'leaf'; readonly alternatives: readonly LeafTest[] }
  | { readonly kind: 'object'; readonly pattern: ObjectPattern };

/** A value is there, or none is; or a value is as it has to be. */
export type LeafTest = { readonly kind: 'exists'; readonly wanted: boolean } | ValueTest;

/** All fields and one of each choice's patterns match the same object. */
export interface ObjectPattern {
  readonly fields: readonly (readonly [name: string, pattern: FieldPattern])[];
  readonly choices: readonly (readonly ObjectPattern[])[];
}
