// Which stream, or consumer of a stream, a request is about: by name or by ARN.

import { KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import type { StreamName } from '../../kinesis/stream.ts';
import type { Scope } from '../../model/table.ts';
import { invalidArgument } from './kinesis-errors.ts';

interface StreamReference {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

const streamPattern =
  /^arn:aws[a-z-]*:kinesis:([a-z0-9-]*):(\d{12}):stream\/([a-zA-Z0-9_.-]{1,128})$/;
const consumerPattern =
  /^(arn:aws[a-z-]*:kinesis:[a-z0-9-]*:\d{12}:stream\/[a-zA-Z0-9_.-]{1,128})\/consumer\/([a-zA-Z0-9_.-]{1,128}):(\d{1,15})$/;

/** AWS's texts about requests that name no stream, or two, are not recorded. */
export function streamOf(scope: Scope, reference: StreamReference): StreamName {
  const { StreamName: name, StreamARN: arn } = reference;
  if (arn === undefined) {
    if (name === undefined) {
      throw invalidArgument('Either StreamName or StreamARN should be provided.');
    }
    return { account: scope.account, region: scope.region, name };
  }
  const stream = streamOfArn(scope, arn);
  if (name !== undefined && name !== stream.name) {
    throw invalidArgument('StreamName and StreamARN name two streams.');
  }
  return stream;
}

/** The stream of another account or region is as one that does not exist: nothing is shared. */
export function streamOfArn(scope: Scope, arn: string): StreamName {
  const [, region, account, name] = streamPattern.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) {
    throw invalidArgument(`Invalid ARN of a stream: ${arn}`);
  }
  if (region !== scope.region || account !== scope.account) {
    throw new KinesisRefused({ kind: 'stream-not-found', stream: name });
  }
  return { account, region, name };
}

export interface ConsumerName {
  readonly stream: StreamName;
  readonly consumer: string;
  /** Seconds since the epoch: when the one that is meant was registered. */
  readonly createdAt: number;
}

/** Undefined when it is no consumer's ARN. */
export function consumerOfArn(scope: Scope, arn: string): ConsumerName | undefined {
  const [, stream, consumer, createdAt] = consumerPattern.exec(arn) ?? [];
  if (stream === undefined || consumer === undefined) return undefined;
  return { stream: streamOfArn(scope, stream), consumer, createdAt: Number(createdAt) };
}
