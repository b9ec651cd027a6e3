// RestoreTableFromBackup.

import type { RestoreTableFromBackupCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { required, structure } from '../validation/shape.ts';
import { backupArn, backupStyle } from './backup-shapes.ts';
import { overrideShapes, overridesOf, unsupportedOverrides } from './restore-overrides.ts';
import { plainTableName } from './shapes.ts';
import { tableDescription } from './table-description.ts';

export const restoreTableFromBackup = defineOperation<
  Checked<RestoreTableFromBackupCommandInput, 'TargetTableName' | 'BackupArn'>
>({
  name: 'RestoreTableFromBackup',
  style: backupStyle,
  input: structure('RestoreTableFromBackupInput', {
    TargetTableName: required(plainTableName),
    BackupArn: backupArn,
    ...overrideShapes,
  }),
  unsupported: unsupportedOverrides,
  async run({ scope, database }, input) {
    const view = await database.restoreFromBackup(scope, {
      backupArn: input.BackupArn,
      table: input.TargetTableName,
      overrides: overridesOf(input),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});
