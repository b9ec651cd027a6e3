// UpdateTimeToLive.

import type {
  TimeToLiveSpecification,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { tableName } from './shapes.ts';

export const updateTimeToLive = defineOperation<
  Checked<UpdateTimeToLiveCommandInput, 'TableName' | 'TimeToLiveSpecification'>
>({
  name: 'UpdateTimeToLive',
  style: { plane: 'tables', prefixed: false },
  input: structure('UpdateTimeToLiveInput', {
    TableName: tableName,
    TimeToLiveSpecification: required(
      structure('TimeToLiveSpecification', {
        Enabled: required(boolean()),
        AttributeName: required(string({ min: 1, max: 255 })),
      }),
    ),
  }),
  async run({ scope, database }, input) {
    const { Enabled: enabled, AttributeName: attribute } = input.TimeToLiveSpecification as Checked<
      TimeToLiveSpecification,
      'Enabled' | 'AttributeName'
    >;
    const name = tableNameOf(scope, input.TableName);
    await database.changeTimeToLive(scope, name, { enabled, attribute });
    return { value: { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } } };
  },
});
