// Tags of a stream or of a consumer: pairs in the order in which they were added.

import { KinesisRefused } from '../kinesis-refusal.ts';

export type Tags = readonly (readonly [key: string, value: string])[];

/** Tags a resource may have (Kinesis developer guide, "Tagging your streams"). */
const maxTags = 50;

/** A tag that is there already gets the new value. @throws KinesisRefused when there are too many */
export function mergedTags(before: Tags, added: Tags, name: string): Tags {
  const merged = new Map([...before, ...added]);
  if (merged.size > maxTags) {
    throw new KinesisRefused({ kind: 'too-many-tags', stream: name, limit: maxTags });
  }
  return [...merged];
}

export function tagsWithout(before: Tags, keys: readonly string[]): Tags {
  return before.filter(([key]) => !keys.includes(key));
}
