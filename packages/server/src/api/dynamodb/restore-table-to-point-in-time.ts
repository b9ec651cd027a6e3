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
    const source = sourceOf(input);
    const view = await database.restoreToTime(scope, {
      source: tableNameOf(scope, source),
      ...timeOf(input),
      table: input.TargetTableName,
      overrides: overridesOf(input),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});

// Texts observed on AWS.
function sourceOf({ SourceTableArn: arn, SourceTableName: name }: Input): string {
  if (arn !== undefined && name !== undefined) {
    throw refusal('Invalid Request: Must provide exactly one of: sourceTableArn, sourceTableName');
  }
  const source = arn ?? name;
  if (source !== undefined) return source;
  throw refusal("The parameter 'TableName' is required but was not present in the request");
}

function timeOf({ RestoreDateTime: time, UseLatestRestorableTime: latest }: Input): {
  readonly time?: number;
} {
  if (time === undefined && latest !== true) {
    throw refusal(
      'Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both',
    );
  }
  if (time !== undefined && latest === true) {
    throw refusal(
      'Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request. Please specify either RestoreDateTime time or UseLatestRestorableTime',
    );
  }
  return time === undefined ? {} : { time: millisecondsOf(time) };
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
