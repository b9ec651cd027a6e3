// Which consumer a request is about: by its ARN, or by its stream's and its name.

import {
  consumerStatus,
  findConsumer,
  findNamedConsumer,
  type StreamConsumer,
} from '../../kinesis/streams/consumers.ts';
import type { KinesisStream } from '../../kinesis/stream.ts';
import { parseConsumerArn } from '../../kinesis/stream-arn.ts';
import { required, type Shape } from '../validation/shape.ts';
import { invalidArgument } from './kinesis-errors.ts';
import type { KinesisContext } from './kinesis-operation.ts';
import { consumerArn, consumerName, streamArn, streamId } from './shapes.ts';
import { streamOfArn } from './stream-reference.ts';

export interface ConsumerReference {
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

export const consumerMembers: Readonly<Record<string, Shape>> = {
  StreamARN: streamArn,
  ConsumerName: consumerName,
  ConsumerARN: consumerArn,
  StreamId: streamId,
};

/** Of what makes a consumer, or lists them. */
export const requiredStream: Readonly<Record<string, Shape>> = {
  StreamARN: required(streamArn),
  StreamId: streamId,
};

export interface FoundConsumer {
  readonly stream: KinesisStream;
  readonly consumer: StreamConsumer;
}

export async function consumerOf(
  { kinesis, scope }: KinesisContext,
  { StreamARN, ConsumerName: name, ConsumerARN: arn }: ConsumerReference,
): Promise<FoundConsumer> {
  if (arn === undefined) {
    // AWS's text is not recorded.
    if (StreamARN === undefined || name === undefined) {
      throw invalidArgument('Either ConsumerARN or StreamARN and ConsumerName should be provided.');
    }
    return findConsumer(kinesis, streamOfArn(scope, StreamARN), name);
  }
  const named = parseConsumerArn(arn);
  if (named === undefined) throw invalidArgument(`Invalid ARN of a consumer: ${arn}`);
  return findNamedConsumer(kinesis, streamOfArn(scope, named.streamArn), named);
}

export function statusOf({ kinesis }: KinesisContext, consumer: StreamConsumer): string {
  return consumerStatus(consumer, kinesis.runtime.clock.now());
}
