// INSERT, UPDATE and DELETE as writes of the one item that they name.

import type { Condition } from '../../expressions/condition.ts';
import type { ConditionNode } from '../../expressions/condition-node.ts';
import { checkKey } from '../../model/item-key.ts';
import type { KeySchema, TableDefinition } from '../../model/table.ts';
import type { BoundDelete, BoundUpdate, BoundWrite } from '../../partiql/bind-statement.ts';
import { itemOfWrite } from '../../partiql/single-item.ts';
import type { ItemWrite, WriteDone } from '../../write/item-write.ts';
import { refuseKeyTargets, refuseNestedKeys } from '../../write/key-paths.ts';
import type { ItemJson } from '../database.ts';
import { putOfItem, sentItem } from '../items/put-item.ts';
import { touched } from '../items/update-item.ts';
import { conditionOf } from './prepare-statement.ts';

/** Gives the write for a version of the table. @throws InvalidInput, and the write throws it too */
export function writeOf(
  bound: BoundWrite,
  options: { readonly returnOldOnFailure: boolean },
): (table: TableDefinition) => ItemWrite {
  const { returnOldOnFailure } = options;
  switch (bound.kind) {
    case 'insert': {
      const put = putOfItem(sentItem(bound.item, 'older'));
      return (table) => ({
        ...put(table),
        condition: conditionOf(absent(table.key)),
        returnOldOnFailure,
      });
    }
    case 'update':
      return (table) => updateOf(bound, table, returnOldOnFailure);
    case 'delete':
      return (table) => deleteOf(bound, table, returnOldOnFailure);
  }
}

/** An UPDATE makes no item: it is conditional on there being one. */
function updateOf(
  { update, where }: BoundUpdate,
  table: TableDefinition,
  returnOldOnFailure: boolean,
): ItemWrite {
  const { key, condition } = itemOfWrite(where, table.key);
  checkKey(table.key, key);
  refuseKeyTargets(table.key, update);
  refuseNestedKeys(table, update);
  const exists: ConditionNode = { kind: 'not', condition: absent(table.key) };
  const conditions = condition === undefined ? [exists] : [exists, condition];
  return {
    kind: 'update',
    key,
    update,
    condition: conditionOf({ kind: 'and', conditions }),
    returnOldOnFailure,
  };
}

/** What else a DELETE asks of its item matters only if there is one (observed on AWS). */
function deleteOf(
  { where }: BoundDelete,
  table: TableDefinition,
  returnOldOnFailure: boolean,
): ItemWrite {
  const { key, condition } = itemOfWrite(where, table.key);
  checkKey(table.key, key);
  return { kind: 'delete', key, returnOldOnFailure, ...whenPresent(table.key, condition) };
}

function whenPresent(
  schema: KeySchema,
  condition: ConditionNode | undefined,
): { readonly condition?: Condition } {
  if (condition === undefined) return {};
  return { condition: conditionOf({ kind: 'or', conditions: [absent(schema), condition] }) };
}

function absent({ partition }: KeySchema): ConditionNode {
  return { kind: 'attribute_not_exists', path: [partition.name] };
}

/** What RETURNING asks for; undefined when there is nothing to return. */
export function returnedItem(
  bound: BoundWrite,
  { before, after }: WriteDone,
): ItemJson | undefined {
  if (bound.kind === 'insert' || bound.returning === undefined) return undefined;
  const { scope, age } = bound.returning;
  const image = age === 'OLD' ? before : after;
  if (bound.kind === 'delete' || scope === 'ALL') return image?.json;
  return touched(image, bound.update);
}
