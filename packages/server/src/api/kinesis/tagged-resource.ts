// What operations on tags by ARN are about: a stream or a consumer.

import { regexPattern } from '../validation/regex-pattern.ts';
import { required, string, type Shape } from '../validation/shape.ts';
import type { FoundConsumer } from './consumer-reference.ts';
import { consumerOf } from './consumer-reference.ts';
import type { KinesisContext } from './kinesis-operation.ts';
import { streamId } from './shapes.ts';
import { streamOfArn } from './stream-reference.ts';
import { parseConsumerArn } from '../../kinesis/stream-arn.ts';
import type { StreamName } from '../../kinesis/stream.ts';

export const resourceMembers: Readonly<Record<string, Shape>> = {
  ResourceARN: required(
    string({
      min: 1,
      max: 2048,
      pattern: regexPattern('arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+'),
    }),
  ),
  StreamId: streamId,
};

export type TaggedResource =
  | { readonly stream: StreamName; readonly consumer?: undefined }
  | FoundConsumer;

export async function taggedResource(
  context: KinesisContext,
  arn: string,
): Promise<TaggedResource> {
  const isConsumer = parseConsumerArn(arn) !== undefined;
  return isConsumer
    ? consumerOf(context, { ConsumerARN: arn })
    : { stream: streamOfArn(context.scope, arn) };
}
