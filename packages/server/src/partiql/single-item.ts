// The one item that the condition of a write, or of a read in a batch or transaction, names.

import type { ConditionNode } from '../expressions/condition-node.ts';
import { type AttributeValue, type Item, setAttribute } from '../model/attribute-value.ts';
import { canonicalItem } from '../model/decode-item.ts';
import { keyAttributes } from '../model/item-key.ts';
import type { KeySchema } from '../model/table.ts';
import { attributeOf, conjunction, conjuncts, equalityOf, valueIdentity } from './conjunction.ts';
import { NO_KEY, refused } from './statement-error.ts';

export interface SingleItem {
  /** All attributes of the key, canonical; their types are not checked. */
  readonly key: Item;
  /** What else is asked of the item. */
  readonly condition?: ConditionNode;
}

/** The item that an UPDATE or DELETE is about. Throws InvalidInput. */
export function itemOfWrite(where: ConditionNode | undefined, schema: KeySchema): SingleItem {
  const item = splitKey(where, schema, keepNone);
  if (item === undefined) throw refused(NO_KEY);
  return item;
}

/** The item that an EXISTS is about. Throws InvalidInput. */
export function itemOfExists(where: ConditionNode | undefined, schema: KeySchema): SingleItem {
  const item = splitKey(where, schema, () => {});
  if (item?.condition !== undefined) return item;
  throw refused('EXISTS() must contain a single item read with additional condition');
}

/** The key that a condition consists of; undefined when it says less or more. IN with one value will do. */
export function keyOfRead(where: ConditionNode | undefined, schema: KeySchema): Item | undefined {
  const terms = conjuncts(where).map(inAsEquality);
  let disagrees = false;
  const item = splitKey({ kind: 'and', conditions: terms }, schema, () => {
    disagrees = true;
  });
  return item === undefined || item.condition !== undefined || disagrees ? undefined : item.key;
}

/** `onSecond` is told of an attribute of the key that is to have another value too. */
function splitKey(
  where: ConditionNode | undefined,
  schema: KeySchema,
  onSecond: (attribute: string) => void,
): SingleItem | undefined {
  const values = new Map<string, AttributeValue>();
  const names = keyAttributes(schema).map(({ name }) => name);
  const rest = conjuncts(where).filter((term) => {
    const equality = equalityOf(term);
    if (equality === undefined || !names.includes(equality.attribute)) return true;
    const { attribute, value } = equality;
    const known = values.get(attribute);
    if (known === undefined) values.set(attribute, value);
    if (known === undefined || valueIdentity(known) === valueIdentity(value)) return false;
    onSecond(attribute);
    return true;
  });
  if (values.size < names.length) return undefined;
  const key: Record<string, AttributeValue> = {};
  for (const [name, value] of values) setAttribute(key, name, value);
  const condition = conjunction(rest);
  return { key: canonicalItem(key), ...(condition === undefined ? {} : { condition }) };
}

function keepNone(attribute: string): never {
  throw refused(
    `Multiple conditions on same key ${attribute}. Only single item Update/Insert/Delete are supported`,
  );
}

function inAsEquality(term: ConditionNode): ConditionNode {
  if (term.kind !== 'in' || attributeOf(term.operand) === undefined) return term;
  const [only, ...others] = term.candidates;
  if (only === undefined || others.length > 0) return term;
  return { kind: 'comparison', operator: '=', left: term.operand, right: only };
}
