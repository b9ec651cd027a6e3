// DescribeAccountSettings: nobody has committed to anything.

import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';

export const describeAccountSettings = defineKinesisOperation<object>({
  name: 'DescribeAccountSettings',
  input: structure('DescribeAccountSettingsInput', {}),
  run: async () => ({ MinimumThroughputBillingCommitment: { Status: 'DISABLED' } }),
});
