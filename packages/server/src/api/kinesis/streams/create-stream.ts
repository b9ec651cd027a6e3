// CreateStream.

import type { CreateStreamCommandInput } from '@aws-sdk/client-kinesis';
import { createStream as create } from '../../../kinesis/streams/create-stream.ts';
import type { Checked } from '../../operation.ts';
import { integer, required, structure } from '../../validation/shape.ts';
import { KinesisError } from '../kinesis-errors.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { recordSize, streamModeDetails, streamName, tagMap } from '../shapes.ts';

export const createStream = defineKinesisOperation<Checked<CreateStreamCommandInput, 'StreamName'>>(
  {
    name: 'CreateStream',
    input: structure('CreateStreamInput', {
      ShardCount: integer({ min: 1 }),
      StreamName: required(streamName),
      StreamModeDetails: streamModeDetails,
      Tags: tagMap,
      WarmThroughputMiBps: integer({ min: 0 }),
      MaxRecordSizeInKiB: recordSize,
    }),
    unsupported: ['WarmThroughputMiBps'],
    async run({ kinesis, scope }, input) {
      const { ShardCount: shardCount, MaxRecordSizeInKiB: maxRecordKib } = input;
      // Without either it is on demand (observed on AWS, LocalStack's recordings).
      const mode =
        input.StreamModeDetails?.StreamMode ??
        (shardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
      // AWS's text is not recorded.
      if (mode === 'ON_DEMAND' && shardCount !== undefined) {
        throw new KinesisError(
          'ValidationException',
          'ShardCount is not supported for streams in mode ON_DEMAND.',
        );
      }
      await create(kinesis, {
        ...scope,
        name: input.StreamName,
        mode,
        tags: Object.entries(input.Tags ?? {}),
        ...(shardCount === undefined ? {} : { shardCount }),
        ...(maxRecordKib === undefined ? {} : { maxRecordKib }),
      });
      return undefined;
    },
  },
);
