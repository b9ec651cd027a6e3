// Shows that the crash test can fail: histories that could have happened pass, and every way of losing,
// doubling, inventing or moving a change is found.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, type History, historyProblems, type Version, type Write } from './history.ts';

const version = (by: string, count = 0): Version => ({ by, count, filler: `of ${by}` });

/** One write after another, each acknowledged before the next begins. */
const put = (id: string, began: number, replaced?: Write['replaced']): Write => ({
  id,
  kind: 'put',
  filler: `of ${id}`,
  began,
  acknowledged: began + 1,
  ...(replaced === undefined ? {} : { replaced }),
});
const deletion = (id: string, began: number, replaced?: Write['replaced']): Write => ({
  ...put(id, began, replaced),
  kind: 'delete',
});
const unacknowledged = (write: Write): Write => ({ ...write, acknowledged: Infinity });
const change = (before: Version | undefined, after: Version | undefined): Change => ({
  kind: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
  before,
  after,
});

const a = version('a');
const b = version('b');
const history = (parts: Partial<History>): History => ({
  start: undefined,
  writes: [],
  changes: [],
  end: undefined,
  ...parts,
});

describe('nothing is wrong with', () => {
  test.each<[string, Partial<History>]>([
    ['an item that nobody writes', { start: a, end: a }],
    ['a put', { writes: [put('a', 1)], changes: [change(undefined, a)], end: a }],
    [
      'an update of an item and of none',
      {
        writes: [
          { ...put('a', 1), kind: 'update' },
          { ...put('b', 3), kind: 'update' },
        ],
        changes: [
          change(undefined, { by: 'a', count: 1, filler: '' }),
          change({ by: 'a', count: 1, filler: '' }, { by: 'b', count: 2, filler: '' }),
        ],
        end: { by: 'b', count: 2, filler: '' },
      },
    ],
    [
      'puts at the same time, in either order',
      {
        writes: [put('a', 1), { ...put('b', 1), acknowledged: 3 }],
        changes: [change(undefined, b), change(b, a)],
        end: a,
      },
    ],
    ['a put without acknowledgement that was lost', { writes: [unacknowledged(put('a', 1))] }],
    [
      'a put without acknowledgement that was kept',
      { writes: [unacknowledged(put('a', 1))], changes: [change(undefined, a)], end: a },
    ],
    ['a delete', { start: a, writes: [deletion('d', 1, a)], changes: [change(a, undefined)] }],
    ['a delete of nothing', { writes: [deletion('d', 1, 'nothing')] }],
    [
      'a delete that does not say what it did',
      { start: a, writes: [deletion('d', 1)], changes: [change(a, undefined)] },
    ],
    ['such a delete of nothing', { writes: [deletion('d', 1)] }],
    [
      'such a delete after another',
      {
        start: a,
        writes: [deletion('d', 1), deletion('e', 3)],
        changes: [change(a, undefined)],
      },
    ],
  ])('%s', (_, parts) => {
    expect(historyProblems(history(parts))).toEqual([]);
  });
});

describe('it finds', () => {
  test.each<[string, Partial<History>, string]>([
    ['a lost write', { writes: [put('a', 1)] }, 'put a was acknowledged and is not in the stream'],
    [
      'a lost write that was overwritten',
      { writes: [put('a', 1), put('b', 3)], changes: [change(undefined, b)], end: b },
      'put a was acknowledged and is not in the stream',
    ],
    [
      'a write without its record',
      { start: a, writes: [put('b', 1)], end: b },
      'the table holds b (count 0), the stream ends with a (count 0)',
    ],
    [
      'a record without its write',
      { changes: [change(undefined, a)], end: a },
      'change 0 to a (count 0) has no write',
    ],
    [
      'a record of a write that the table lost',
      { writes: [put('a', 1)], changes: [change(undefined, a)] },
      'the table holds nothing, the stream ends with a (count 0)',
    ],
    [
      'a doubled record',
      {
        writes: [put('a', 1)],
        changes: [change(undefined, a), change(undefined, a)],
        end: a,
      },
      'put a is in the stream twice',
    ],
    [
      'a missing record in between',
      {
        writes: [put('a', 1), unacknowledged(put('b', 3))],
        changes: [change(a, b)],
        end: b,
      },
      'change 0 begins with a (count 0) instead of nothing',
    ],
    [
      'records in an order in which the writes cannot have happened',
      {
        writes: [put('a', 1), put('b', 3)],
        changes: [change(undefined, b), change(b, a)],
        end: a,
      },
      'change 0 stands in the wrong place',
    ],
    [
      'an effect that is not the write’s',
      {
        writes: [put('a', 1)],
        changes: [change(undefined, version('a', 7))],
        end: version('a', 7),
      },
      'change 0 to a (count 7) is not what put a does',
    ],
    [
      'an update that counted on from another state than its own',
      {
        start: version('x', 3),
        writes: [{ ...put('a', 1), kind: 'update' }],
        changes: [change(version('x', 3), { by: 'a', count: 5, filler: 'of x' })],
        end: { by: 'a', count: 5, filler: 'of x' },
      },
      'is not what update a does',
    ],
    [
      'an acknowledgement that tells of another item',
      { start: a, writes: [put('b', 1, 'nothing')], changes: [change(a, b)], end: b },
      'is not what put b does',
    ],
    [
      'a record that changes nothing',
      { start: a, writes: [put('a', 1)], changes: [change(a, a)], end: a },
      'change 0 changes nothing',
    ],
    [
      'a record of the wrong kind',
      {
        start: a,
        writes: [put('b', 1)],
        changes: [{ ...change(a, b), kind: 'INSERT' }],
        end: b,
      },
      'change 0 says INSERT and is MODIFY',
    ],
    [
      'a lost delete',
      { start: a, writes: [deletion('d', 1, a)], end: a },
      'delete d was acknowledged and is not in the stream',
    ],
    [
      'a lost delete that does not say what it did',
      { start: a, writes: [deletion('d', 1)], end: a },
      'delete d was acknowledged and is not in the stream',
    ],
    [
      'a lost delete of what was deleted later',
      {
        start: a,
        writes: [deletion('d', 1), deletion('e', 3, a)],
        changes: [change(a, undefined)],
      },
      'delete d was acknowledged and is not in the stream',
    ],
    [
      'a removal without a delete',
      { start: a, changes: [change(a, undefined)] },
      'change 0 from a (count 0) has no delete',
    ],
    [
      'a removal before its delete began',
      {
        start: a,
        writes: [put('b', 1), deletion('d', 3)],
        changes: [change(a, undefined), change(undefined, b)],
        end: b,
      },
      'change 0 from a (count 0) has no delete',
    ],
  ])('%s', (_, parts, problem) => {
    expect(historyProblems(history(parts)).join('\n')).toContain(problem);
  });
});

/** What really happens when the kinds of writes are done one after another. */
function happened(kinds: readonly Write['kind'][]): History {
  let state: Version | undefined;
  const changes: Change[] = [];
  const writes = kinds.map((kind, index): Write => {
    const id = `w${index}`;
    const before = state;
    if (kind === 'put') state = version(id);
    else if (kind === 'delete') state = undefined;
    else state = { by: id, count: (before?.count ?? 0) + 1, filler: before?.filler ?? '' };
    if (before !== undefined || state !== undefined) changes.push(change(before, state));
    return {
      ...put(id, 2 * index),
      kind,
      ...(index % 3 === 0 ? {} : { replaced: before ?? 'nothing' }),
    };
  });
  return { start: undefined, writes, changes, end: state };
}

describe('of any history that happened', () => {
  const kinds = fc.array(fc.constantFrom<Write['kind'][]>('put', 'update', 'delete'), {
    minLength: 1,
    maxLength: 20,
  });

  test('nothing is wrong', () => {
    fc.assert(
      fc.property(kinds, (kinds) => {
        expect(historyProblems(happened(kinds))).toEqual([]);
      }),
    );
  });

  const spoilings: [string, (changes: Change[], index: number) => void][] = [
    ['lost', (changes, index) => changes.splice(index, 1)],
    ['doubled', (changes, index) => changes.splice(index, 0, changes[index]!)],
    ['moved', (changes, index) => changes.push(...changes.splice(index, 1))],
  ];
  test.each(spoilings)('a %s record is found', (_, spoil) => {
    fc.assert(
      fc.property(kinds, fc.nat(), (kinds, number) => {
        const truth = happened(kinds);
        const changes = [...truth.changes];
        fc.pre(changes.length > 0);
        spoil(changes, number % changes.length);
        const isSpoilt = changes.some((change, index) => change !== truth.changes[index]);
        fc.pre(isSpoilt || changes.length !== truth.changes.length);
        expect(historyProblems({ ...truth, changes })).not.toEqual([]);
      }),
    );
  });
});
