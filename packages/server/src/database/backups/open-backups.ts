// Puts the database's operations on backups together.

import { tableView } from '../catalog/describe-table.ts';
import type { DatabaseContext } from '../context.ts';
import type { Database } from '../database.ts';
import type { Backups } from './backups.ts';
import { deleteBackup, describeBackup, listBackups } from './backup-catalog.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.ts';
import { createBackup } from './create-backup.ts';
import { restoreFromBackup, restoreToTime } from './restore-table.ts';

/** `wake` is called when there is something to do in the background. */
export function backupsOf(
  context: DatabaseContext,
  wake: () => void,
): Backups & Pick<Database, 'restoreFromBackup' | 'restoreToTime'> {
  return {
    async createBackup(scope, request) {
      const backup = await createBackup(context, scope, request);
      wake();
      return backup;
    },
    describeBackup: (scope, arn) => describeBackup(context, scope, arn),
    listBackups: (scope, filter) => listBackups(context, scope, filter),
    async deleteBackup(scope, arn) {
      const backup = await deleteBackup(context, scope, arn);
      wake();
      return backup;
    },
    describeContinuousBackups: (scope, table) => describeContinuousBackups(context, scope, table),
    updateContinuousBackups: (scope, request) => updateContinuousBackups(context, scope, request),
    async restoreFromBackup(scope, request) {
      const definition = await restoreFromBackup(context, scope, request);
      const view = await tableView(context, definition, 'CREATING');
      wake();
      return view;
    },
    async restoreToTime(scope, request) {
      const definition = await restoreToTime(context, scope, request);
      const view = await tableView(context, definition, 'CREATING');
      wake();
      return view;
    },
  };
}
