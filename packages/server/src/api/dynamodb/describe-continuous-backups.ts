// DescribeContinuousBackups.

import type { DescribeContinuousBackupsCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { backupStyle } from './backup-shapes.ts';
import { continuousBackupsDescription } from './continuous-backups-description.ts';
import { tableName } from './shapes.ts';

export const describeContinuousBackups = defineOperation<
  Checked<DescribeContinuousBackupsCommandInput, 'TableName'>
>({
  name: 'DescribeContinuousBackups',
  style: backupStyle,
  input: structure('DescribeContinuousBackupsInput', { TableName: tableName }),
  async run({ scope, database }, input) {
    const table = tableNameOf(scope, input.TableName);
    const backups = await database.describeContinuousBackups(scope, table);
    return { value: continuousBackupsDescription(backups) };
  },
});
