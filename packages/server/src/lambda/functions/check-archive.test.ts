import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipOf } from '../runtimes/testing/zip-of.ts';
import { checkArchive } from './check-archive.ts';
import { FunctionRefused } from './function-refusal.ts';

function refusalOf(archive: Uint8Array): string | undefined {
  try {
    checkArchive(archive);
    return undefined;
  } catch (error) {
    if (error instanceof FunctionRefused) return error.refusal.kind;
    throw error;
  }
}

const good = zipOf([{ name: 'index.js', content: 'exports.a = 1' }, { name: 'lib/' }]);

test.each<[string, Uint8Array, string | undefined]>([
  ['an archive', good, undefined],
  ['nothing', new Uint8Array(), 'archive-empty'],
  ['an archive without files', zipOf([]), 'archive-empty'],
  ['a text', Buffer.from('exports.handler = 1'), 'not-an-archive'],
  ['an archive without its end', good.subarray(0, -10), 'not-an-archive'],
  ['an archive without its directory', good.subarray(40), 'not-an-archive'],
  [
    'an archive that unpacks to more than Lambda takes',
    zipOf([{ name: 'a', content: 'a', unpackedBytes: 262_144_001 }]),
    'unpacked-too-large',
  ],
  ['more than Lambda takes', new Uint8Array(52_428_801), 'archive-too-large'],
])('%s', (_, archive, expected) => {
  expect(refusalOf(archive)).toBe(expected);
});

test('an archive with a comment behind it is one', () => {
  const comment = Buffer.from('made by hand');
  const commented = Buffer.concat([good, comment]);
  commented.writeUInt16LE(comment.length, good.length - 2);
  expect(refusalOf(commented)).toBeUndefined();
});

test('any bytes are judged, and none of them crash', () => {
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const damaged = Buffer.from(good);
      damaged[at] = byte;
      expect(refusalOf(damaged)).not.toBe('archive-too-large');
    }),
  );
});
