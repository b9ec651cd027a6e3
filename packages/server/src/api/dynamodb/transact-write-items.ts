// TransactWriteItems.

import type {
  ConditionCheck,
  Delete,
  Put,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  Update,
} from '@aws-sdk/client-dynamodb';
import type { TransactAction } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import { collectionMetricsByTable } from './collection-metrics.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { list, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { transactionCapacity } from './consumed-capacity.ts';
import { addCondition, type Building } from './item-request.ts';
import {
  attributes,
  names,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValuesOnConditionCheckFailure,
  scanTableName,
} from './shapes.ts';
import { MAX_ACTIONS, sentTableNames } from './transact-items.ts';

const expressionMembers = {
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: attributes,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
};

const transactWriteItem = structure('TransactWriteItem', {
  ConditionCheck: structure('ConditionCheck', {
    TableName: scanTableName,
    Key: required(attributes),
    ConditionExpression: required(string()),
    ...expressionMembers,
  }),
  Put: structure('Put', {
    TableName: scanTableName,
    Item: required(attributes),
    ConditionExpression: string(),
    ...expressionMembers,
  }),
  Delete: structure('Delete', {
    TableName: scanTableName,
    Key: required(attributes),
    ConditionExpression: string(),
    ...expressionMembers,
  }),
  Update: structure('Update', {
    TableName: scanTableName,
    Key: required(attributes),
    UpdateExpression: required(string()),
    ConditionExpression: string(),
    ...expressionMembers,
  }),
});

/** Checked to have one member. */
interface CheckedItem {
  readonly ConditionCheck?: Checked<ConditionCheck, 'TableName' | 'Key' | 'ConditionExpression'>;
  readonly Put?: Checked<Put, 'TableName' | 'Item'>;
  readonly Delete?: Checked<Delete, 'TableName' | 'Key'>;
  readonly Update?: Checked<Update, 'TableName' | 'Key' | 'UpdateExpression'>;
}

type CheckedInput = Omit<TransactWriteItemsCommandInput, 'TransactItems'> & {
  readonly TransactItems: readonly CheckedItem[];
};

export const transactWriteItems = defineOperation<CheckedInput>({
  name: 'TransactWriteItems',
  style: { plane: 'items', prefixed: false },
  input: structure('TransactWriteItemsInput', {
    ClientRequestToken: string({ min: 1, max: 36, terse: 'both' }),
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    TransactItems: required(list(transactWriteItem, { min: 1, max: MAX_ACTIONS, terse: 'both' })),
  }),
  check({ TransactItems: items }) {
    for (const item of items) checkOneAction(item);
  },
  async run({ scope, database }, input) {
    const { ClientRequestToken: token, ReturnConsumedCapacity: asked } = input;
    const actions = input.TransactItems.map((item) => actionOf(scope, item));
    const result = await database.transactWrite(scope, {
      actions,
      ...(token === undefined ? {} : { token }),
    });
    const capacity = transactionCapacity(asked, result.capacity, {
      member: result.repeated ? 'ReadCapacityUnits' : 'WriteCapacityUnits',
      namesSent: sentTableNames(scope, input.TransactItems.map(tableOf)),
    });
    const metrics = await collectionMetricsByTable(
      input.ReturnItemCollectionMetrics,
      { scope, database },
      input.TransactItems.flatMap((item) => writtenBy(scope, item)),
    );
    return {
      value: {
        ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
        ...(metrics === undefined ? {} : { ItemCollectionMetrics: metrics }),
      },
    };
  },
});

/** What an action writes, which a check does not. */
function writtenBy(scope: Scope, item: CheckedItem) {
  const { Put: put, Delete: remove, Update: update } = item;
  const raw: unknown = put?.Item ?? (remove ?? update)?.Key;
  const nameOrArn = tableOf(item);
  return raw === undefined ? [] : [{ nameOrArn, table: tableNameOf(scope, nameOrArn), raw }];
}

// Texts observed on AWS.
function checkOneAction(item: TransactWriteItem): void {
  const { ConditionCheck: check, Put: put, Delete: remove, Update: update } = item;
  const count = [check, put, remove, update].filter((action) => action !== undefined).length;
  if (count > 1) {
    const text = 'TransactItems can only contain one of Check, Put, Update or Delete';
    throw new InvalidInput('rule', text);
  }
  if (count === 0) {
    const text =
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request';
    throw new InvalidInput('rule', text);
  }
}

function tableOf({ ConditionCheck: check, Put: put, Delete: remove, Update: update }: CheckedItem) {
  return (check ?? put ?? remove ?? update)?.TableName ?? '';
}

function actionOf(scope: Scope, item: CheckedItem): TransactAction {
  const action = actionWithoutCondition(scope, item);
  const { ConditionCheck: check, Put: put, Delete: remove, Update: update } = item;
  addCondition(action, check ?? put ?? remove ?? update ?? {});
  return action;
}

function actionWithoutCondition(scope: Scope, item: CheckedItem): Building<TransactAction> {
  const table = tableNameOf(scope, tableOf(item));
  if (item.Put !== undefined) return { kind: 'put', table, item: item.Put.Item };
  if (item.Update !== undefined) {
    const { Key: key, UpdateExpression: update } = item.Update;
    return { kind: 'update', table, key, update };
  }
  if (item.Delete !== undefined) return { kind: 'delete', table, key: item.Delete.Key };
  return { kind: 'check', table, key: item.ConditionCheck?.Key };
}
