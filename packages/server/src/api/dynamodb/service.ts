// The operations of DynamoDB.

import type { Service } from '../operation.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import { createTable } from './create-table.ts';
import { deleteItem } from './delete-item.ts';
import { deleteTable } from './delete-table.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import { describeLimits } from './describe-limits.ts';
import { describeTable } from './describe-table.ts';
import { getItem } from './get-item.ts';
import { listTables } from './list-tables.ts';
import { putItem } from './put-item.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { updateItem } from './update-item.ts';
import { updateTable } from './update-table.ts';

export const dynamodbService: Service = {
  targetPrefix: 'DynamoDB_20120810',
  operations: [
    batchGetItem,
    batchWriteItem,
    createTable,
    deleteItem,
    deleteTable,
    describeEndpoints,
    describeLimits,
    describeTable,
    getItem,
    listTables,
    putItem,
    query,
    scan,
    updateItem,
    updateTable,
  ],
};
