// DescribeLimits: the initial quotas of an AWS account. Headwater itself does not limit throughput.

import { defineOperation } from '../operation.ts';
import { structure } from '../validation/shape.ts';

export const describeLimits = defineOperation<object>({
  name: 'DescribeLimits',
  style: { plane: 'tables', prefixed: false },
  input: structure('DescribeLimitsInput', {}),
  run: () =>
    Promise.resolve({
      value: {
        AccountMaxReadCapacityUnits: 80_000,
        AccountMaxWriteCapacityUnits: 80_000,
        TableMaxReadCapacityUnits: 40_000,
        TableMaxWriteCapacityUnits: 40_000,
      },
    }),
});
