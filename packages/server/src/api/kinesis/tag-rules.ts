// Characters of tags, and tags as answers show them.

import type { StreamName } from '../../kinesis/stream.ts';
import type { Tags } from '../../kinesis/streams/tags.ts';
import type { Scope } from '../../model/table.ts';
import { invalidArgument } from './kinesis-errors.ts';

const allowed = /^[\u00C0-\u1FFF\u2C00-\uD7FF\w./\-=+_ @%:]*$/;

/** Texts observed on AWS (Kinesalite's tests). */
export function checkTagTexts(
  texts: readonly string[],
  {
    stream,
    scope,
    what,
  }: { readonly stream: StreamName; readonly scope: Scope; readonly what: string },
): void {
  if (!texts.every((text) => allowed.test(text))) {
    throw invalidArgument(
      'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.',
    );
  }
  if (texts.some((text) => text.includes('%'))) {
    throw invalidArgument(
      `Failed to ${what} stream ${stream.name} under account ${scope.account} because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.`,
    );
  }
}

/** In the order of their keys. */
export function tagList(tags: Tags): object[] {
  return tags.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
}
