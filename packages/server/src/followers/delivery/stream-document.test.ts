import { expect, test } from 'vitest';
import { streamDocument, streamObject, streamObjectKey } from './stream-document.ts';
import { aFailedBatch } from './testing/a-failed-batch.ts';

const failed = aFailedBatch();

// The order of the members is AWS's too (observed on AWS, LocalStack's recordings).
test('of records of DynamoDB, arrival is told in seconds', () => {
  expect(streamDocument(failed)).toBe(
    '{"requestContext":{"requestId":"b1f1a3a2-0000-4000-8000-000000000002","functionArn":"arn:aws:lambda:eu-west-1:000000000000:function:orders","condition":"RetryAttemptsExhausted","approximateInvokeCount":2},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"version":"1.0","timestamp":"2022-07-13T13:48:03.000Z","DDBStreamBatchInfo":{"shardId":"shardId-00000001657720081000-12345678","startSequenceNumber":"100000000000000000001","endSequenceNumber":"100000000000000000002","approximateArrivalOfFirstRecord":"2022-07-13T13:48:01Z","approximateArrivalOfLastRecord":"2022-07-13T13:48:02Z","batchSize":2,"streamArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2022-07-13T13:00:00.000"}}',
  );
});

test('of records of Kinesis, arrival is told in milliseconds', () => {
  const batch = { ...failed.batch, source: 'kinesis' as const };
  const document = JSON.parse(streamDocument({ ...failed, batch }));
  expect(Object.keys(document)).toEqual([
    'requestContext',
    'responseContext',
    'version',
    'timestamp',
    'KinesisBatchInfo',
  ]);
  expect(document.KinesisBatchInfo).toMatchObject({
    approximateArrivalOfFirstRecord: '2022-07-13T13:48:01.000Z',
    approximateArrivalOfLastRecord: '2022-07-13T13:48:02.345Z',
  });
});

test('records that were too old have no response', () => {
  const { response: _, ...rest } = failed;
  const document = JSON.parse(streamDocument({ ...rest, condition: 'RecordAgeExceeded' }));
  expect(document).not.toHaveProperty('responseContext');
  expect(document.requestContext.condition).toBe('RecordAgeExceeded');
});

test('a function that answered which records failed has a functionError of null', () => {
  const response = { statusCode: 200, executedVersion: '$LATEST', functionError: null };
  const document = JSON.parse(streamDocument({ ...failed, response }));
  expect(document.responseContext).toEqual(response);
});

test('a bucket gets the event too', () => {
  expect(JSON.parse(Buffer.from(streamObject(failed)).toString('utf8'))).toEqual({
    ...JSON.parse(streamDocument(failed)),
    payload: { Records: [{ eventName: 'INSERT' }] },
  });
});

test('the name of the object is made of the mapping, the shard and the time', () => {
  expect(streamObjectKey(failed, 'id')).toBe(
    'aws/lambda/b1f1a3a2-0000-4000-8000-000000000001/shardId-00000001657720081000-12345678/2022/07/13/2022-07-13T13.48.03-id',
  );
});
