// SubscribeToShard: the records of a shard, pushed to a registered consumer as an event stream.

import type { StartingPosition, SubscribeToShardCommandInput } from '@aws-sdk/client-kinesis';
import { KinesisRefused } from '../../../kinesis/kinesis-refusal.ts';
import { findShard, startPosition } from '../../../kinesis/records/shard-iterator.ts';
import { type SubscribedPage, subscribedPages } from '../../../kinesis/records/subscribed-pages.ts';
import type { Scope } from '../../../model/table.ts';
import { type EventMessage, EventStream } from '../../event-stream.ts';
import type { Checked } from '../../operation.ts';
import { required, structure, timestamp } from '../../validation/shape.ts';
import { consumerOf, statusOf } from '../consumer-reference.ts';
import { iteratorPosition } from '../iterator-position.ts';
import { KinesisError, namedError } from '../kinesis-errors.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { recordDescription } from '../record-shapes.ts';
import { childDescription } from '../shard-description.ts';
import { consumerArn, iteratorType, sequenceNumber, shardId, streamId } from '../shapes.ts';

interface Input extends Checked<SubscribeToShardCommandInput, 'ConsumerARN' | 'ShardId'> {
  readonly StartingPosition: Checked<StartingPosition, 'Type'>;
}

export const subscribeToShard = defineKinesisOperation<Input>({
  name: 'SubscribeToShard',
  input: structure('SubscribeToShardInput', {
    ConsumerARN: required(consumerArn),
    StreamId: streamId,
    ShardId: required(shardId),
    StartingPosition: required(
      structure('StartingPosition', {
        Type: required(iteratorType),
        SequenceNumber: sequenceNumber,
        Timestamp: timestamp(),
      }),
    ),
  }),
  async run(context, input) {
    const { kinesis, scope } = context;
    const { ConsumerARN: arn, StartingPosition: from } = input;
    const asked = iteratorPosition({
      type: from.Type,
      sequenceNumber: from.SequenceNumber,
      timestamp: from.Timestamp,
    });
    const { stream, consumer } = await consumerOf(context, { ConsumerARN: arn });
    const status = statusOf(context, consumer);
    if (status !== 'ACTIVE') {
      throw new KinesisRefused({ kind: 'consumer-not-active', consumer: consumer.name, status });
    }
    const shard = await findShard(kinesis, stream, input.ShardId);
    const position = await startPosition(kinesis, stream, { shard, asked });
    const ending = kinesis.subscriptions.begin(arn, shard);
    return new EventStream((gone) =>
      messages(
        subscribedPages(kinesis, stream, { shard: shard.index, position, ending, gone }),
        scope,
      ),
    );
  },
});

async function* messages(
  pages: AsyncIterable<SubscribedPage>,
  scope: Scope,
): AsyncGenerator<EventMessage> {
  try {
    for await (const page of pages) yield pageEvent(page);
  } catch (error) {
    const named = namedError(error, scope);
    if (!(named instanceof KinesisError)) throw error;
    yield { kind: 'exception', name: named.error, value: { message: named.text } };
  }
}

function pageEvent({
  records,
  continuation,
  millisBehind,
  children,
}: SubscribedPage): EventMessage {
  return {
    kind: 'event',
    name: 'SubscribeToShardEvent',
    value: {
      Records: records.map(recordDescription),
      ...(continuation === undefined ? {} : { ContinuationSequenceNumber: continuation }),
      MillisBehindLatest: millisBehind,
      ...(continuation === undefined ? { ChildShards: children.map(childDescription) } : {}),
    },
  };
}
