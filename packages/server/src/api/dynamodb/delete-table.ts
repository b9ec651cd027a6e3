// DeleteTable.

import type { DeleteTableCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { tableName } from './shapes.ts';
import { deletedTableDescription } from './table-description.ts';

export const deleteTable = defineOperation<Checked<DeleteTableCommandInput, 'TableName'>>({
  name: 'DeleteTable',
  style: { plane: 'tables', prefixed: false },
  input: structure('DeleteTableInput', { TableName: tableName }),
  async run({ scope, database }, input) {
    const view = await database.deleteTable(scope, tableNameOf(scope, input.TableName));
    return { value: { TableDescription: deletedTableDescription(view) } };
  },
});
