// Document paths against the keys of a table: keys are scalars, so no path may look into them (texts and
// the order of the checks: dynalite's tests, which pass on AWS).

import type { AttributeType } from '../model/attribute-value.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { keyAttributes } from '../model/item-key.ts';
import type { IndexDefinition, KeySchema, TableDefinition } from '../model/table.ts';
import { knownTypes, type Update } from '../expressions/update.ts';

/** The paths of an expression. */
interface Paths {
  /** The attributes that they look into with `.` or `[]`. */
  readonly nestedAttributes: ReadonlySet<string>;
}

/** @throws InvalidInput when a path looks into a key attribute of the table or one of its indexes */
export function refuseNestedKeys(
  { key, indexes }: TableDefinition,
  paths: Paths | undefined,
): void {
  if (paths === undefined || paths.nestedAttributes.size === 0) return;
  for (const { name } of keyAttributes(key)) {
    if (paths.nestedAttributes.has(name)) throw notScalar(`Key: ${name}`);
  }
  for (const { name } of indexes.flatMap(attributesOf)) {
    if (paths.nestedAttributes.has(name)) throw notScalar(`IndexKey: ${name}`);
  }
}

/**
 * @throws InvalidInput when the update would write a key attribute of the table, would give one of an index
 * a type that it cannot have, whatever the item, or looks into one
 */
export function checkUpdateOfKeys(table: TableDefinition, update: Update): void {
  refuseKeyTargets(table.key, update);
  checkKnownTypes(table.indexes, update);
  refuseNestedKeys(table, update);
}

/** @throws InvalidInput when the update would write an attribute of the key, whole or in part */
export function refuseKeyTargets(schema: KeySchema, update: Update): void {
  for (const { name } of keyAttributes(schema)) {
    if (!update.attributes.has(name)) continue;
    throw invalid(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
}

function checkKnownTypes(indexes: readonly IndexDefinition[], update: Update): void {
  const types: ReadonlyMap<string, AttributeType> = knownTypes(update);
  for (const index of indexes) {
    for (const { name, type: expected } of attributesOf(index)) {
      const actual = types.get(name);
      if (actual === undefined || actual === expected) continue;
      throw invalid(
        `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: ${index.name}`,
      );
    }
  }
}

function attributesOf({ key }: IndexDefinition) {
  return [...key.partition, ...key.sort];
}

function notScalar(place: string): InvalidInput {
  const text = `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${place}`;
  return new InvalidInput('rule', text);
}

function invalid(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
