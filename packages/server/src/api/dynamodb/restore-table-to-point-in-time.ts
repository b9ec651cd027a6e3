// RestoreTableToPointInTime.

import type { RestoreTableToPointInTimeCommandInput } from '@aws-sdk/client-dynamodb';
import { InvalidInput } from '../../model/invalid-input.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, required, structure, timestamp } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { anyTableName, backupStyle } from './backup-shapes.ts';
import { overrideShapes, overridesOf, unsupportedOverrides } from './restore-overrides.ts';
import { plainTableName } from './shapes.ts';
import { tableDescription } from './table-description.ts';
import { millisecondsOf } from './timestamps.ts';

type Input = Checked<RestoreTableToPointInTimeCommandInput, 'TargetTableName'>;

export const restoreTableToPointInTime = defineOperation<Input>({
  name: 'RestoreTableToPointInTime',
  style: backupStyle,
  input: structure('RestoreTableToPointInTimeInput', {
    SourceTableArn: anyTableName,
    SourceTableName: plainTableName,
    TargetTableName: required(plainTableName),
    UseLatestRestorableTime: boolean(),
    RestoreDateTime: timestamp(),
    ...overrideShapes,
  }),
  unsupported: unsupportedOverrides,
  async run({ scope, database }, input) {
    const view = await database.restoreToTime(scope, {
      source: tableNameOf(scope, sourceOf(input)),
      ...timeOf(input),
      table: input.TargetTableName,
      overrides: overridesOf(input),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});

// AWS's texts of these two are not recorded.
function sourceOf({ SourceTableArn: arn, SourceTableName: name }: Input): string {
  const source = arn ?? name;
  if (source === undefined || (arn !== undefined && name !== undefined)) {
    throw oneOf('SourceTableArn', 'SourceTableName');
  }
  return source;
}

function timeOf({ RestoreDateTime: time, UseLatestRestorableTime: latest }: Input): {
  readonly time?: number;
} {
  if ((time === undefined) === (latest !== true)) {
    throw oneOf('RestoreDateTime', 'UseLatestRestorableTime');
  }
  return time === undefined ? {} : { time: millisecondsOf(time) };
}

function oneOf(first: string, second: string): InvalidInput {
  return new InvalidInput(
    'rule',
    `One or more parameter values were invalid: Exactly one of ${first} and ${second} must be specified`,
  );
}
