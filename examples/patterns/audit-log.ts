// Audit log: every change becomes an object in S3, under the item's id and the change's sequence number. A change that comes
// twice writes the same object again, and an item's objects lie in the order of its changes.

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBStreamHandler } from 'aws-lambda';

const s3 = new S3Client({ forcePathStyle: true });

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const { eventName, dynamodb: change, userIdentity } of Records) {
    const id = change?.Keys?.['id']?.S ?? '';
    // Sequence numbers have 21 digits or more: filled up, their text has the order of the numbers.
    const number = change?.SequenceNumber?.padStart(40, '0');
    await s3.send(
      new PutObjectCommand({
        Bucket: 'audit',
        Key: `orders/${encodeURIComponent(id)}/${number}.json`,
        Body: JSON.stringify({
          kind: eventName,
          at: change?.ApproximateCreationDateTime,
          by: (userIdentity as { principalId?: string } | undefined)?.principalId ?? 'a request',
          before: change?.OldImage,
          after: change?.NewImage,
        }),
        ContentType: 'application/json',
      }),
    );
  }
};
