import { expect, test } from 'vitest';
import { parseDestination } from './arn.ts';

test.each([
  [
    'arn:aws:sqs:eu-west-1:000000000000:orders-dlq',
    { service: 'sqs', region: 'eu-west-1', account: '000000000000', queue: 'orders-dlq' },
  ],
  [
    'arn:aws-cn:sqs:cn-north-1:111122223333:orders.fifo',
    { service: 'sqs', region: 'cn-north-1', account: '111122223333', queue: 'orders.fifo' },
  ],
  [
    'arn:aws:sns:us-east-1:000000000000:failures',
    { service: 'sns', region: 'us-east-1', account: '000000000000', topic: 'failures' },
  ],
  ['arn:aws:s3:::failed-records', { service: 's3', bucket: 'failed-records' }],
  [
    'arn:aws:lambda:us-east-1:000000000000:function:again',
    { service: 'lambda', region: 'us-east-1', account: '000000000000', name: 'again' },
  ],
  [
    'arn:aws:lambda:us-east-1:000000000000:function:again:$LATEST',
    {
      service: 'lambda',
      region: 'us-east-1',
      account: '000000000000',
      name: 'again',
      qualifier: '$LATEST',
    },
  ],
])('%s', (arn, destination) => {
  expect(parseDestination(arn)).toEqual(destination);
});

test.each([
  '',
  'orders',
  'arn:aws:sqs:eu-west-1:000000000000:',
  'arn:aws:sqs::000000000000:orders',
  'arn:aws:sqs:eu-west-1::orders',
  'arn:aws:sqs:eu-west-1:000000000000:orders/more',
  'arn:aws:s3:::Bucket',
  'arn:aws:s3:::bucket/key',
  'arn:aws:lambda:us-east-1:000000000000:layer:again',
  'arn:aws:events:us-east-1:000000000000:event-bus/default',
  'arn:gcp:sqs:eu-west-1:000000000000:orders',
])('%j is none', (arn) => {
  expect(parseDestination(arn)).toBeUndefined();
});
