import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../base/bytes.ts';
import type { Change } from './change.ts';
import { decodeEntry, encodeEntry } from './entry.ts';
import type { Image } from './image.ts';

const image = fc.record({
  sizeBytes: fc.nat({ max: 409_600 }),
  json: fc.string().map((text) => utf8Bytes(JSON.stringify({ a: { S: text } }))),
});

const change: fc.Arbitrary<Change> = fc.record(
  {
    kind: fc.constantFrom('insert', 'modify', 'remove'),
    author: fc.constantFrom('caller', 'time-to-live'),
    keys: image,
    before: image,
    after: image,
  },
  { requiredKeys: ['kind', 'author', 'keys'] },
);

function plain(one: Image | undefined) {
  return one === undefined ? undefined : { ...one, json: Buffer.from(one.json).toString() };
}

describe('an entry', () => {
  it('keeps what it was asked to keep, and nothing else', () => {
    fc.assert(
      fc.property(
        change,
        fc.nat(),
        fc.record({ new: fc.boolean(), old: fc.boolean() }),
        (made, time, kept) => {
          const entry = decodeEntry(encodeEntry(made, time, kept));
          expect({
            ...entry,
            keys: plain(entry.keys),
            newImage: plain(entry.newImage),
            oldImage: plain(entry.oldImage),
          }).toEqual({
            kind: made.kind,
            author: made.author,
            time,
            keys: plain(made.keys),
            newImage: kept.new ? plain(made.after) : undefined,
            oldImage: kept.old ? plain(made.before) : undefined,
          });
        },
      ),
    );
  });

  it('of another format is not read', () => {
    expect(() => decodeEntry(new Uint8Array(40))).toThrow('format');
  });
});
