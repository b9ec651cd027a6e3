// Which consumer a request is about: by its ARN, or by its stream's and its name.

import { KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import {
  consumerStatus,
  findConsumer,
  type StreamConsumer,
} from '../../kinesis/streams/consumers.ts';
import type { KinesisStream } from '../../kinesis/stream.ts';
import { required, type Shape } from '../validation/shape.ts';
import { invalidArgument } from './kinesis-errors.ts';
import type { KinesisContext } from './kinesis-operation.ts';
import { consumerArn, consumerName, streamArn, streamId } from './shapes.ts';
import { consumerOfArn, streamOfArn } from './stream-reference.ts';

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
  const named = consumerOfArn(scope, arn);
  if (named === undefined) throw invalidArgument(`Invalid ARN of a consumer: ${arn}`);
  const found = await findConsumer(kinesis, named.stream, named.consumer);
  // One that was registered later under the same name is another.
  if (Math.floor(found.consumer.createdAt / 1000) !== named.createdAt) {
    throw new KinesisRefused({ kind: 'consumer-not-found', consumer: named.consumer });
  }
  return found;
}

export function statusOf({ kinesis }: KinesisContext, consumer: StreamConsumer): string {
  return consumerStatus(consumer, kinesis.runtime.clock.now());
}
