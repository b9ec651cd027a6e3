// The actions of a transaction, checked as far as that goes without their tables, in AWS's order: what is
// wrong here refuses the whole request (observed on AWS).

import type { AttributeValue, Item } from '../../model/attribute-value.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { encodeItem } from '../../model/item-bytes.ts';
import { checkKey, checkNoEmptyKey } from '../../model/item-key.ts';
import { itemSizeBytes, valueSizeBytes } from '../../model/sizes.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Placeholders } from '../../expressions/placeholders.ts';
import { bindUpdate, sentAttributes } from '../../expressions/update.ts';
import { checkNoEmptyIndexKey, checkSentIndexKeys } from '../../write/index-keys.ts';
import type { ItemWrite } from '../../write/item-write.ts';
import { checkUpdateOfKeys } from '../../write/key-paths.ts';
import type { TransactAction } from '../database.ts';
import { putOfItem, sentItem } from '../items/put-item.ts';
import { bindAll, bindConditional } from '../items/request-expressions.ts';

export interface PreparedAction {
  readonly table: string;
  /** What the action sends, in DynamoDB's count. */
  readonly payloadBytes: number;
  /** The same for actions that are the same, value by value. */
  identity(): readonly (string | Uint8Array)[];
  /** @throws InvalidInput when the whole request is to be refused for an empty key value */
  refuseEmptyKeys(table: TableDefinition): void;
  /** @throws InvalidInput, the reason why the transaction is cancelled */
  write(table: TableDefinition): ItemWrite;
}

type ActionOf<Kind> = Extract<TransactAction, { readonly kind: Kind }>;
type Values = ReturnType<Placeholders['values']>;

/** Transactions still word invalid values as the batches do (observed on AWS). */
const layer = 'older';

/** @throws InvalidInput */
export function prepareAction(action: TransactAction): PreparedAction {
  switch (action.kind) {
    case 'put':
      return preparePut(action);
    case 'update':
      return prepareUpdate(action);
    case 'delete':
    case 'check':
      return prepareKeyed(action);
  }
}

function preparePut(action: ActionOf<'put'>): PreparedAction {
  const sent = sentItem(action.item, layer);
  const { values, ...conditional } = bindCondition(action);
  const put = putOfItem(sent);
  return {
    ...described(action, { values, json: sent.image.json, sizeBytes: sent.image.sizeBytes }),
    refuseEmptyKeys(table) {
      checkNoEmptyKey(table.key, sent.item);
      checkNoEmptyIndexKey(table.indexes, sent.item, 'sent');
    },
    write: (table) => ({ ...put(table), ...conditional }),
  };
}

function prepareUpdate(action: ActionOf<'update'>): PreparedAction {
  const key = decodeItem(action.key, layer);
  const { update, values, ...conditional } = bindAll(
    action,
    { texts: [action.update, action.condition], layer },
    (placeholders) => ({
      update: bindUpdate(action.update, placeholders),
      values: placeholders.values(),
      ...bindConditional(action, placeholders),
    }),
  );
  const sent = sentAttributes(update);
  return {
    ...describedByKey(action, key, values),
    refuseEmptyKeys(table) {
      checkNoEmptyKey(table.key, key);
      checkNoEmptyIndexKey(table.indexes, sent, 'updated');
    },
    write(table) {
      checkKey(table.key, key);
      checkUpdateOfKeys(table, update);
      checkSentIndexKeys(table.indexes, sent);
      return { kind: 'update', key, update, ...conditional };
    },
  };
}

function prepareKeyed(action: ActionOf<'delete' | 'check'>): PreparedAction {
  const key = decodeItem(action.key, layer);
  const { values, ...conditional } = bindCondition(action);
  return {
    ...describedByKey(action, key, values),
    refuseEmptyKeys: (table) => checkNoEmptyKey(table.key, key),
    write(table) {
      checkKey(table.key, key);
      return { kind: action.kind, key, ...conditional };
    },
  };
}

function bindCondition(action: TransactAction) {
  return bindAll(
    action,
    { texts: [action.condition], layer, inTransaction: true },
    (placeholders) => ({
      ...bindConditional(action, placeholders),
      values: placeholders.values(),
    }),
  );
}

function describedByKey(action: TransactAction, key: Item, values: Values) {
  return described(action, { values, json: encodeItem(key), sizeBytes: itemSizeBytes(key) });
}

/** `json` and `sizeBytes` are of the item or key. */
function described(
  action: TransactAction,
  sent: { readonly values: Values; readonly json: Uint8Array; readonly sizeBytes: number },
): Pick<PreparedAction, 'table' | 'payloadBytes' | 'identity'> {
  const { values, json, sizeBytes } = sent;
  return {
    table: action.table,
    payloadBytes: values.reduce((size, [, value]) => size + valueSizeBytes(value), sizeBytes),
    identity: () => [identityText(action, values), json],
  };
}

function identityText(action: TransactAction, values: Values): string {
  const { kind, table, condition, returnOldOnFailure, names } = action;
  return JSON.stringify([
    kind,
    table,
    action.kind === 'update' ? action.update : null,
    condition ?? null,
    returnOldOnFailure ?? false,
    inOrder(Object.entries(names ?? {})),
    inOrder(values),
  ]);
}

function inOrder<Value extends string | AttributeValue>(
  entries: readonly (readonly [string, Value])[],
): (readonly [string, Value])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
