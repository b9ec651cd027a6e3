// CreateBackup.

import type { CreateBackupCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { required, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { backupDetails } from './backup-description.ts';
import { backupName, backupStyle } from './backup-shapes.ts';
import { tableName } from './shapes.ts';

export const createBackup = defineOperation<
  Checked<CreateBackupCommandInput, 'TableName' | 'BackupName'>
>({
  name: 'CreateBackup',
  style: backupStyle,
  input: structure('CreateBackupInput', { TableName: tableName, BackupName: required(backupName) }),
  async run({ scope, database }, input) {
    const backup = await database.createBackup(scope, {
      table: tableNameOf(scope, input.TableName),
      name: input.BackupName,
    });
    return { value: { BackupDetails: backupDetails(backup) } };
  },
});
