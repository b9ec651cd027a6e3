// DescribeTable.

import type { DescribeTableCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { tableName } from './shapes.ts';
import { describedTable } from './table-description.ts';

export const describeTable = defineOperation<Checked<DescribeTableCommandInput, 'TableName'>>({
  name: 'DescribeTable',
  style: { plane: 'tables', prefixed: false },
  input: structure('DescribeTableInput', { TableName: tableName }),
  async run({ scope, database }, input) {
    const view = await database.describeTable(scope, tableNameOf(scope, input.TableName));
    return { value: { Table: describedTable(view) } };
  },
});
