// UpdateContinuousBackups.

import type {
  PointInTimeRecoverySpecification,
  UpdateContinuousBackupsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { validationError } from '../errors.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, integer, required, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { backupStyle } from './backup-shapes.ts';
import { continuousBackupsDescription } from './continuous-backups-description.ts';
import { tableName } from './shapes.ts';

export const updateContinuousBackups = defineOperation<
  Checked<UpdateContinuousBackupsCommandInput, 'TableName' | 'PointInTimeRecoverySpecification'>
>({
  name: 'UpdateContinuousBackups',
  style: backupStyle,
  input: structure('UpdateContinuousBackupsInput', {
    TableName: tableName,
    PointInTimeRecoverySpecification: required(
      structure('PointInTimeRecoverySpecification', {
        PointInTimeRecoveryEnabled: required(boolean()),
        RecoveryPeriodInDays: integer({ min: 1, max: 35 }),
      }),
    ),
  }),
  async run({ scope, database }, input) {
    const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: periodDays } =
      input.PointInTimeRecoverySpecification as Checked<
        PointInTimeRecoverySpecification,
        'PointInTimeRecoveryEnabled'
      >;
    if (!enabled && periodDays !== undefined) {
      throw validationError(
        'Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
      );
    }
    const backups = await database.updateContinuousBackups(scope, {
      table: tableNameOf(scope, input.TableName),
      enabled,
      ...(periodDays === undefined ? {} : { periodDays }),
    });
    return { value: continuousBackupsDescription(backups) };
  },
});
