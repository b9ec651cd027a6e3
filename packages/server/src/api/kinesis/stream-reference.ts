// Which stream a request is about: by name or by ARN.

import { KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import type { StreamName } from '../../kinesis/stream.ts';
import { parseStreamArn } from '../../kinesis/stream-arn.ts';
import type { Scope } from '../../model/table.ts';
import { invalidArgument } from './kinesis-errors.ts';

interface StreamReference {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

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
  const stream = parseStreamArn(arn);
  if (stream === undefined) throw invalidArgument(`Invalid ARN of a stream: ${arn}`);
  if (stream.region !== scope.region || stream.account !== scope.account) {
    throw new KinesisRefused({ kind: 'stream-not-found', stream: stream.name });
  }
  return stream;
}
