// CreateTable's rules about key schema and attribute definitions, in AWS's words and order (dynalite,
// moto and paritysuite, which were checked against AWS).

import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyAttribute, KeySchema } from '../../model/table.ts';
import type { NewTable } from '../database.ts';

const INVALID = 'One or more parameter values were invalid: ';

/** @throws InvalidInput */
export function keySchemaOf(table: NewTable): KeySchema {
  const [first, second] = table.keySchema;
  const definitions = new Map(table.attributes.map(({ name, type }) => [name, type]));
  checkDefinitions(
    table.keySchema.map(({ name }) => name),
    definitions,
  );
  if (first?.role !== 'HASH') {
    throw refusal('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.role !== 'RANGE') {
    throw refusal('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const attribute = (name: string): KeyAttribute => ({ name, type: definitions.get(name) ?? 'S' });
  const partition = attribute(first.name);
  return second === undefined ? { partition } : { partition, sort: attribute(second.name) };
}

function checkDefinitions(keys: readonly string[], definitions: ReadonlyMap<string, string>): void {
  if (definitions.size > keys.length) {
    throw refusal(
      `${INVALID}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    );
  }
  if (definitions.size < keys.length) {
    throw refusal('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (!keys.every((key) => definitions.has(key))) {
    const defined = [...definitions.keys()].join(', ');
    throw refusal(
      `${INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined}]`,
    );
  }
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
