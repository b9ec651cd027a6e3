// CreateTable's rules about key schemas and attribute definitions, in AWS's words and order (dynalite,
// moto and paritysuite, which were checked against AWS).

import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyAttribute, KeyParts, KeySchema } from '../../model/table.ts';
import type { KeyElement, NewTable } from '../database.ts';

const INVALID = 'One or more parameter values were invalid: ';

/** Of an index: so many attributes of each role. */
const mostOfRole = 4;

type Definitions = ReadonlyMap<string, 'S' | 'N' | 'B'>;

/** @throws InvalidInput when an attribute is defined twice, even the same way. */
export function definitionsOf(attributes: NewTable['attributes']): Definitions {
  const names = attributes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refusal(`Attribute Name is duplicated: ${twice}`);
  return new Map(attributes.map(({ name, type }) => [name, type]));
}

/** @throws InvalidInput */
export function tableKeyOf(elements: readonly KeyElement[], definitions: Definitions): KeySchema {
  const [first, second] = elements;
  if (first?.role !== 'HASH') {
    throw refusal('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.role !== 'RANGE') {
    throw refusal('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const partition = attributeFor(first.name, definitions);
  return second === undefined
    ? { partition }
    : { partition, sort: attributeFor(second.name, definitions) };
}

/** Up to four attributes of each role in a global index, partition attributes first. */
export function indexKeyOf(elements: readonly KeyElement[], definitions: Definitions): KeyParts {
  if (elements[0]?.role !== 'HASH') {
    throw refusal('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  refuseSameNames(elements);
  const partition = elements.filter(({ role }) => role === 'HASH');
  const sort = elements.filter(({ role }) => role === 'RANGE');
  if (elements.findLastIndex(({ role }) => role === 'HASH') >= partition.length) {
    throw refusal(
      `${INVALID}All HASH key attributes must precede RANGE key attributes in the KeySchema`,
    );
  }
  for (const [role, those] of Object.entries({ HASH: partition, RANGE: sort })) {
    if (those.length <= mostOfRole) continue;
    throw refusal(
      `${INVALID}The KeySchema exceeds the maximum allowed number of ${role} key attributes`,
    );
  }
  const attributes = (of: readonly KeyElement[]): KeyAttribute[] =>
    of.map(({ name }) => attributeFor(name, definitions));
  return { partition: attributes(partition), sort: attributes(sort) };
}

function refuseSameNames(elements: readonly KeyElement[]): void {
  const names = elements.map(({ name }) => name);
  if (new Set(names).size === names.length) return;
  const isPair = elements.length === 2 && elements[1]?.role === 'RANGE';
  throw refusal(
    isPair
      ? 'Both the Hash Key and the Range Key element in the KeySchema have the same name'
      : 'The KeySchema contains multiple key attributes with the same name',
  );
}

function attributeFor(name: string, definitions: Definitions): KeyAttribute {
  const type = definitions.get(name);
  if (type === undefined) throw undefinedKeys([name], definitions);
  return { name, type };
}

/** @throws InvalidInput unless exactly the attributes that keys use are defined. */
export function checkDefinitions(
  definitions: Definitions,
  keys: { readonly table: readonly KeyElement[]; readonly indexes: readonly KeyElement[] },
): void {
  const used = new Set([...keys.table, ...keys.indexes].map(({ name }) => name));
  const hasIndexes = keys.indexes.length > 0;
  const names = hasIndexes ? used.size : keys.table.length;
  const missing = [...used].filter((name) => !definitions.has(name));
  if (definitions.size > names) {
    throw refusal(
      hasIndexes
        ? `${INVALID}Some AttributeDefinitions are not used. AttributeDefinitions: [${[...definitions.keys()].join(', ')}], keys used: [${[...used].join(', ')}]`
        : `${INVALID}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    );
  }
  if (definitions.size < names && !hasIndexes) {
    throw refusal('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (missing.length > 0) throw undefinedKeys(hasIndexes ? missing : [...used], definitions);
}

function undefinedKeys(keys: readonly string[], definitions: Definitions): InvalidInput {
  const defined = [...definitions.keys()].join(', ');
  return refusal(
    `${INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined}]`,
  );
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
