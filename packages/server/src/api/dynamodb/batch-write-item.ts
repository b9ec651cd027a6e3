// BatchWriteItem.

import type { BatchWriteItemCommandInput, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { BatchWriteRequest, BatchWriteResult } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { collectionMetricsByTable } from './collection-metrics.ts';
import { defineOperation } from '../operation.ts';
import { list, map, required, structure } from '../validation/shape.ts';
import { batchCapacity, checkNotEmpty, tableRequests, type TableRequests } from './batch-tables.ts';
import {
  attributes,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  scanTableName,
} from './shapes.ts';

const MAX_WRITES = 25;

type RequestItems = Record<string, WriteRequest[]>;
type CheckedInput = Omit<BatchWriteItemCommandInput, 'RequestItems'> & {
  readonly RequestItems: RequestItems;
};
type TableWrites = BatchWriteRequest['tables'][number];

export const batchWriteItem = defineOperation<CheckedInput>({
  name: 'BatchWriteItem',
  style: { plane: 'items', prefixed: false },
  input: structure('BatchWriteItemInput', {
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    RequestItems: required(
      map(
        list(
          structure('WriteRequest', {
            DeleteRequest: structure('DeleteRequest', { Key: required(attributes) }),
            PutRequest: structure('PutRequest', { Item: required(attributes) }),
          }),
        ),
        { key: scanTableName, valueLength: { min: 1, max: MAX_WRITES } },
      ),
    ),
  }),
  check({ RequestItems: tables }) {
    checkNotEmpty(tables, 'BatchWriteItem');
    let writes = 0;
    for (const requests of Object.values(tables)) {
      writes += requests.length;
      for (const request of requests) checkOneKind(request);
    }
    if (writes > MAX_WRITES) {
      throw new InvalidInput('rule', 'Too many items requested for the BatchWriteItem call');
    }
  },
  async run({ scope, database }, input) {
    const requests = tableRequests(scope, input.RequestItems);
    const tables: TableWrites[] = [];
    for (const [table, { asked }] of requests) tables.push({ table, writes: asked.map(writeOf) });
    const result = await database.batchWrite(scope, { tables });
    const capacity = batchCapacity(input.ReturnConsumedCapacity, result.capacity, requests);
    const written = [...requests].flatMap(([table, { nameOrArn, asked }]) =>
      asked.map(({ PutRequest: put, DeleteRequest: remove }) => ({
        nameOrArn,
        table,
        raw: put?.Item ?? remove?.Key,
      })),
    );
    const metrics = await collectionMetricsByTable(
      input.ReturnItemCollectionMetrics,
      { scope, database },
      written,
    );
    return {
      value: {
        UnprocessedItems: unprocessedItems(result, requests),
        ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
        ...(metrics === undefined ? {} : { ItemCollectionMetrics: metrics }),
      },
    };
  },
});

/** In the form of RequestItems, so that the client can send it as it is. */
function unprocessedItems(
  { unprocessed }: BatchWriteResult,
  requests: TableRequests<WriteRequest[]>,
): RequestItems {
  const left = unprocessed.flatMap((table) => requests.get(table) ?? []);
  return Object.fromEntries(left.map(({ nameOrArn, asked }) => [nameOrArn, asked]));
}

// AWS words a write request with no or two kinds as if it were an attribute value (observed on AWS).
function checkOneKind(request: WriteRequest): void {
  if ((request.PutRequest === undefined) === (request.DeleteRequest === undefined)) {
    throw new InvalidInput(
      'rule',
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
}

function writeOf(request: WriteRequest): TableWrites['writes'][number] {
  return request.PutRequest === undefined
    ? { kind: 'delete', key: request.DeleteRequest?.Key }
    : { kind: 'put', item: request.PutRequest.Item };
}
