// A consumer as answers show it.

import type { StreamName } from '../../kinesis/stream.ts';
import { consumerArn, type StreamConsumer } from '../../kinesis/streams/consumers.ts';
import { statusOf } from './consumer-reference.ts';
import type { KinesisContext } from './kinesis-operation.ts';
import { creationTime } from './stream-description.ts';

export function consumerDescription(
  context: KinesisContext,
  stream: StreamName,
  consumer: StreamConsumer,
): object {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumerArn(stream, consumer),
    ConsumerStatus: statusOf(context, consumer),
    ConsumerCreationTimestamp: creationTime(consumer.createdAt),
  };
}
