// Shapes that several operations of Kinesis share (AWS's service model).

import { regexPattern } from '../validation/regex-pattern.ts';
import {
  enumeration,
  integer,
  list,
  map,
  required,
  string,
  structure,
  type Shape,
  timestamp,
} from '../validation/shape.ts';

const namePattern = regexPattern('[a-zA-Z0-9_.-]+');

export const streamName = string({ min: 1, max: 128, pattern: namePattern });
export const streamArn = string({
  min: 1,
  max: 2048,
  pattern: regexPattern('arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+'),
});
/** Not implemented by AWS: reserved for future use (API reference). */
export const streamId = string({
  min: 1,
  max: 24,
  pattern: regexPattern('[a-z0-9]{20}-[a-z0-9]{3}'),
});

/** The stream that an operation is about. */
export const streamMembers: Readonly<Record<string, Shape>> = {
  StreamName: streamName,
  StreamARN: streamArn,
  StreamId: streamId,
};

export const shardId = string({ min: 1, max: 128, pattern: namePattern });
export const hashKey = string({ pattern: regexPattern('0|([1-9]\\d{0,38})') });
export const sequenceNumber = string({ pattern: regexPattern('0|([1-9]\\d{0,128})') });
export const partitionKey = string({ min: 1, max: 256 });
export const iteratorType = enumeration([
  'AT_SEQUENCE_NUMBER',
  'AFTER_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
  'LATEST',
  'AT_TIMESTAMP',
]);

export const consumerName = string({ min: 1, max: 128, pattern: namePattern });
export const consumerArn = string({
  min: 1,
  max: 2048,
  pattern: regexPattern(
    '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
  ),
});

export const streamModeDetails = structure('StreamModeDetails', {
  StreamMode: required(enumeration(['PROVISIONED', 'ON_DEMAND'])),
});

export const pageToken = string({ min: 1, max: 1_048_576 });
export const creationTimestamp = timestamp();

/** Most of a page, where an operation names no other number. */
export const maxPage = 10_000;
export const pageLimit = integer({ min: 1, max: maxPage });

export const tagKey = string({ min: 1, max: 128 });
export const tagKeys = list(tagKey, { min: 1, max: 50 });
export const tagMap = map(string({ min: 0, max: 256 }), {
  min: 1,
  max: 200,
  key: tagKey,
  valuesAsOne: true,
});

/** KiB: 1 to 10 MiB. */
export const recordSize = integer({ min: 1024, max: 10_240 });

/** Of what starts and stops encryption. */
export const encryptionMembers: Readonly<Record<string, Shape>> = {
  EncryptionType: required(enumeration(['NONE', 'KMS'])),
  KeyId: required(string({ min: 1, max: 2048 })),
};
