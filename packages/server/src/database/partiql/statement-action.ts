// A statement that writes, or an EXISTS, as an action of a transaction.

import type { AttributeValue, Item } from '../../model/attribute-value.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { checkKey, checkNoEmptyKey } from '../../model/item-key.ts';
import { itemSizeBytes, valueSizeBytes } from '../../model/sizes.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { BoundExists, BoundWrite } from '../../partiql/bind-statement.ts';
import { itemOfExists, itemOfWrite } from '../../partiql/single-item.ts';
import { NO_KEY } from '../../partiql/statement-error.ts';
import type { ItemWrite } from '../../write/item-write.ts';
import { checkNoEmptyIndexKey } from '../../write/index-keys.ts';
import type { PreparedAction } from '../transactions/prepare-action.ts';
import { conditionOf } from './prepare-statement.ts';
import { writeOf } from './statement-write.ts';

interface SentStatement {
  readonly statement: string;
  readonly parameters: readonly AttributeValue[];
  readonly returnOldOnFailure: boolean;
}

/** @throws InvalidInput */
export function statementAction(
  bound: BoundWrite | BoundExists,
  sent: SentStatement,
): PreparedAction {
  const { statement, parameters, returnOldOnFailure } = sent;
  return {
    table: bound.table,
    payloadBytes: bound.kind === 'insert' ? itemSizeBytes(bound.item) : sizeOf(parameters),
    identity: () => [JSON.stringify([statement, parameters, returnOldOnFailure])],
    refuseEmptyKeys: (table) => refuseEmptyKeys(bound, table),
    write:
      bound.kind === 'exists'
        ? (table) => checkOf(bound, table, returnOldOnFailure)
        : namingItem(writeOf(bound, { returnOldOnFailure })),
  };
}

function sizeOf(parameters: readonly AttributeValue[]): number {
  return parameters.reduce((size, value) => size + valueSizeBytes(value), 0);
}

function refuseEmptyKeys(bound: BoundWrite | BoundExists, table: TableDefinition): void {
  if (bound.kind === 'insert') {
    checkNoEmptyKey(table.key, bound.item);
    checkNoEmptyIndexKey(table.indexes, bound.item, 'sent');
    return;
  }
  const key = namedKey(bound, table);
  if (key !== undefined) checkNoEmptyKey(table.key, key);
}

/** Undefined for a statement that names no item, which cancels the transaction later. */
function namedKey(
  { kind, where }: Exclude<BoundWrite, { kind: 'insert' }> | BoundExists,
  { key: schema }: TableDefinition,
): Item | undefined {
  try {
    return (kind === 'exists' ? itemOfExists : itemOfWrite)(where, schema).key;
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

function checkOf(
  { where }: BoundExists,
  table: TableDefinition,
  returnOldOnFailure: boolean,
): ItemWrite {
  const { key, condition } = itemOfExists(where, table.key);
  checkKey(table.key, key);
  return {
    kind: 'check',
    key,
    returnOldOnFailure,
    ...(condition === undefined ? {} : { condition: conditionOf(condition) }),
  };
}

/** In a transaction AWS says of a condition without a whole key what it says of a wrong key (observed). */
function namingItem(write: PreparedAction['write']): PreparedAction['write'] {
  return (table) => {
    try {
      return write(table);
    } catch (error) {
      if (!(error instanceof InvalidInput) || error.message !== NO_KEY) throw error;
      throw new InvalidInput('rule', 'The provided key element does not match the schema');
    }
  };
}
