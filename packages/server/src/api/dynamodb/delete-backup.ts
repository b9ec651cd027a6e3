// DeleteBackup.

import type { DeleteBackupCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { backupDescription } from './backup-description.ts';
import { backupArn, backupStyle } from './backup-shapes.ts';

export const deleteBackup = defineOperation<Checked<DeleteBackupCommandInput, 'BackupArn'>>({
  name: 'DeleteBackup',
  style: backupStyle,
  input: structure('DeleteBackupInput', { BackupArn: backupArn }),
  async run({ scope, database }, input) {
    const backup = await database.deleteBackup(scope, input.BackupArn);
    return { value: { BackupDescription: backupDescription(backup, 'DELETED') } };
  },
});
