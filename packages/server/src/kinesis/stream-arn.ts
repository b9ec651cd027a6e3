// ARNs of streams and of their consumers, as requests name them.

import type { StreamName } from './stream.ts';

const streamPattern =
  /^arn:aws[a-z-]*:kinesis:([a-z0-9-]*):(\d{12}):stream\/([a-zA-Z0-9_.-]{1,128})$/;
const consumerPattern =
  /^(arn:aws[a-z-]*:kinesis:[a-z0-9-]*:\d{12}:stream\/[a-zA-Z0-9_.-]{1,128})\/consumer\/([a-zA-Z0-9_.-]{1,128}):(\d{1,15})$/;

/** Undefined when it is no ARN of a stream. */
export function parseStreamArn(arn: string): StreamName | undefined {
  const [, region, account, name] = streamPattern.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { account, region, name };
}

export interface ConsumerName {
  readonly streamArn: string;
  readonly consumer: string;
  /** Seconds since the epoch: when the one that is meant was registered. */
  readonly createdAt: number;
}

/** Undefined when it is no ARN of a consumer. */
export function parseConsumerArn(arn: string): ConsumerName | undefined {
  const [, streamArn, consumer, createdAt] = consumerPattern.exec(arn) ?? [];
  if (streamArn === undefined || consumer === undefined) return undefined;
  return { streamArn, consumer, createdAt: Number(createdAt) };
}
