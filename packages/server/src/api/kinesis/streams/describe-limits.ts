// DescribeLimits.

import {
  accountUsage,
  maxOnDemandStreams,
  maxOpenShards,
} from '../../../kinesis/streams/quotas.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';

export const describeLimits = defineKinesisOperation<object>({
  name: 'DescribeLimits',
  input: structure('DescribeLimitsInput', {}),
  async run({ kinesis, scope }) {
    const { openShards, onDemandStreams } = await accountUsage(kinesis, scope);
    return {
      ShardLimit: maxOpenShards,
      OpenShardCount: openShards,
      OnDemandStreamCount: onDemandStreams,
      OnDemandStreamCountLimit: maxOnDemandStreams,
    };
  },
});
