// DescribeEndpoints: SDKs with endpoint discovery switched on go on calling the address that they get
// here, so it is the one that they called.

import { defineOperation } from '../operation.ts';
import { structure } from '../validation/shape.ts';

const CACHE_PERIOD_MINUTES = 1440;

export const describeEndpoints = defineOperation<object>({
  name: 'DescribeEndpoints',
  style: { plane: 'tables', prefixed: false },
  input: structure('DescribeEndpointsRequest', {}),
  run: ({ host }) =>
    Promise.resolve({
      value: { Endpoints: [{ Address: host, CachePeriodInMinutes: CACHE_PERIOD_MINUTES }] },
    }),
});
