// Records of DynamoDB that a trigger gave up, with values that tests can look for.

import type { FailedBatch } from '../delivery.ts';

export function aFailedBatch(changes: Partial<FailedBatch> = {}): FailedBatch {
  return {
    uuid: 'b1f1a3a2-0000-4000-8000-000000000001',
    region: 'eu-west-1',
    account: '000000000000',
    functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
    requestId: 'b1f1a3a2-0000-4000-8000-000000000002',
    condition: 'RetryAttemptsExhausted',
    invokeCount: 2,
    response: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    batch: {
      source: 'dynamodb',
      streamArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2022-07-13T13:00:00.000',
      shardId: 'shardId-00000001657720081000-12345678',
      startSequenceNumber: '100000000000000000001',
      endSequenceNumber: '100000000000000000002',
      firstArrival: Date.UTC(2022, 6, 13, 13, 48, 1),
      lastArrival: Date.UTC(2022, 6, 13, 13, 48, 2, 345),
      size: 2,
    },
    event: Buffer.from('{"Records":[{"eventName":"INSERT"}]}'),
    time: Date.UTC(2022, 6, 13, 13, 48, 3),
    ...changes,
  };
}
