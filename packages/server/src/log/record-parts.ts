// What records show of entries, for the two forms in which they are shown: the answer of GetRecords, and
// the event of a Lambda function.

import { utf8Bytes } from '../base/bytes.ts';
import { md5 } from '../base/hash.ts';
import { type ShardDefinition, type StreamDefinition, streamArn } from '../model/stream.ts';
import type { ChangeKind } from '../write/change.ts';
import type { Entry } from '../write/entry.ts';

export interface RenderedStream {
  readonly stream: StreamDefinition;
  readonly shard: ShardDefinition;
}

export const eventNames: { readonly [kind in ChangeKind]: string } = {
  insert: 'INSERT',
  modify: 'MODIFY',
  remove: 'REMOVE',
};

/** What all records of one page share. */
export interface Shown {
  readonly shard: ShardDefinition;
  readonly region: string;
  readonly arn: string;
  readonly viewType: StreamDefinition['viewType'];
  readonly newImages: boolean;
  readonly oldImages: boolean;
  readonly eventIdStart: string;
}

export function shownOf({ stream, shard }: RenderedStream): Shown {
  const { viewType, region } = stream;
  const arn = streamArn(stream);
  const identity = md5(utf8Bytes(`${arn}/${shard.id}`));
  return {
    shard,
    region,
    arn,
    viewType,
    newImages: viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES',
    oldImages: viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES',
    eventIdStart: Buffer.from(identity).toString('hex', 0, 8),
  };
}

export function eventIdOf({ eventIdStart }: Shown, position: number): string {
  return eventIdStart + position.toString(16).padStart(16, '0');
}

/**
 * Pushes the member `dynamodb` from its time on up to its last image, the first text behind `before`; returns the
 * text that ends it.
 */
export function pushChange(
  parts: (string | Uint8Array)[],
  before: string,
  change: { readonly shown: Shown; readonly number: string; readonly entry: Entry },
): string {
  const { shown, number, entry } = change;
  // AWS rounds down to the second.
  const seconds = Math.floor(entry.time / 1000);
  parts.push(`${before}{"ApproximateCreationDateTime":${seconds},"Keys":`, entry.keys.json);
  let sizeBytes = entry.keys.sizeBytes;
  if (shown.newImages && entry.newImage !== undefined) {
    parts.push(',"NewImage":', entry.newImage.json);
    sizeBytes += entry.newImage.sizeBytes;
  }
  if (shown.oldImages && entry.oldImage !== undefined) {
    parts.push(',"OldImage":', entry.oldImage.json);
    sizeBytes += entry.oldImage.sizeBytes;
  }
  return `,"SequenceNumber":"${number}","SizeBytes":${sizeBytes},"StreamViewType":"${shown.viewType}"}`;
}

/** The texts are ASCII. */
export function joinedParts(parts: readonly (string | Uint8Array)[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const part of parts) {
    if (typeof part === 'string') offset += bytes.write(part, offset, 'latin1');
    else {
      bytes.set(part, offset);
      offset += part.length;
    }
  }
  return bytes;
}
