// How long a table's tags ask for its stream's records to be kept.

import { parseDuration } from '../../base/duration.ts';
import { InvalidInput } from '../../model/invalid-input.ts';

/** A duration such as `36h` or `P7D`. Without it the server's own retention applies. */
const retentionTag = 'headwater:stream-retention';

/** Records go once a minute (trimmer.ts), so less would promise what is not done. */
const leastRetentionMs = 60_000;
const mostRetentionMs = 3650 * 24 * 60 * 60 * 1000;

type Tags = Readonly<Record<string, string>>;

/** Milliseconds; undefined when the table does not ask. The tag was checked when it was set. */
export function askedRetention(tags: Tags): number | undefined {
  const text = tags[retentionTag];
  return text === undefined ? undefined : parseDuration(text);
}

/** @throws InvalidInput when the tag is no duration that a stream can have. */
export function checkRetentionTag(tags: Tags): void {
  const text = tags[retentionTag];
  if (text === undefined) return;
  const asked = durationOf(text);
  if (asked !== undefined && asked >= leastRetentionMs && asked <= mostRetentionMs) return;
  throw new InvalidInput(
    'rule',
    `One or more parameter values were invalid: The tag ${retentionTag} takes a duration from 1m to 3650d, such as 36h; it says ${text}`,
  );
}

function durationOf(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}
