// Shapes that several operations of DynamoDB Streams share (AWS's service model).

import { integer, string, type IntegerShape } from '../validation/shape.ts';

export const streamArn = string({ min: 37, max: 1024 });
export const shardId = string({ min: 28, max: 65 });

/** Page sizes: 1 up to the limit of the operation (observed on AWS). */
export function pageLimit(max: number): IntegerShape {
  return integer({ min: 1, max });
}

/** Most streams, and most shards, of one page. */
export const MAX_PAGE = 100;
