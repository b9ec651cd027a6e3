// DescribeTimeToLive.

import type { DescribeTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import { tableName } from './shapes.ts';

export const describeTimeToLive = defineOperation<
  Checked<DescribeTimeToLiveCommandInput, 'TableName'>
>({
  name: 'DescribeTimeToLive',
  style: { plane: 'tables', prefixed: false },
  input: structure('DescribeTimeToLiveInput', { TableName: tableName }),
  async run({ scope, database }, input) {
    const name = tableNameOf(scope, input.TableName);
    const { status, attribute } = await database.describeTimeToLive(scope, name);
    return {
      value: {
        TimeToLiveDescription: {
          TimeToLiveStatus: status,
          ...(attribute === undefined ? {} : { AttributeName: attribute }),
        },
      },
    };
  },
});
