import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FunctionLog, LineSplitter, LogTail } from './function-log.ts';

const line = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\n'));

test('a log keeps the newest lines, within its two limits', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 8, max: 40 }),
      (lines, maxLines, maxCharacters) => {
        const log = new FunctionLog({ maxLines, maxCharacters });
        for (const added of lines) log.add(added);
        let kept: string[] = [];
        for (const added of lines) {
          kept.push(added);
          // The newest one stays, however long it is.
          while (
            kept.length > maxLines ||
            (kept.length > 1 && kept.join('').length > maxCharacters)
          ) {
            kept = kept.slice(1);
          }
        }
        expect(log.lines()).toEqual(kept);
      },
    ),
  );
});

test('a tail is the end of all lines, cut between characters', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.integer({ min: 4, max: 60 }),
      (lines, max) => {
        const tail = new LogTail(max);
        for (const added of lines) tail.add(added);
        const all = Buffer.from(lines.map((added) => `${added}\n`).join(''));
        const bytes = Buffer.from(tail.take());
        expect(all.subarray(all.byteLength - bytes.byteLength)).toEqual(bytes);
        expect(Buffer.from(bytes.toString())).toEqual(bytes);
        expect(bytes.byteLength).toBeLessThanOrEqual(max);
        // A character has at most four bytes.
        expect(bytes.byteLength).toBeGreaterThan(Math.min(all.byteLength, max) - 4);
        expect(tail.take()).toHaveLength(0);
      },
    ),
  );
});

describe('lines are the same', () => {
  test('however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(20)), (lines, cuts) => {
        const found: string[] = [];
        const splitter = new LineSplitter((text) => found.push(text));
        let rest = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        for (const cut of cuts) {
          splitter.write(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        splitter.write(rest);
        splitter.flush();
        expect(found).toEqual(lines);
      }),
    );
  });

  test('but those that are too long are cut, and none is lost', () => {
    const found: string[] = [];
    const splitter = new LineSplitter((text) => found.push(text), 4);
    splitter.write(Buffer.from('123456789'));
    expect(found).toEqual(['1234', '5678']);
    splitter.write(Buffer.from('0\nabcdef\n\nx'));
    splitter.flush();
    splitter.flush();
    expect(found).toEqual(['1234', '5678', '90', 'abcd', 'ef', '', 'x']);
  });
});
