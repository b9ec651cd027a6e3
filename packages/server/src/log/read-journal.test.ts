import { expect, test } from 'vitest';
import { ReadJournal } from './read-journal.ts';

const page = (after: number, upTo: number, at = 0) => ({
  arn: 'arn',
  shard: 'shard',
  after,
  upTo,
  at,
  reader: 1,
  caller: 'someone',
});

test('a record was read by the pages that it lies in, oldest first', () => {
  const journal = new ReadJournal();
  const [first, second, other] = [page(0, 5, 2), page(4, 6, 1), page(5, 9)];
  for (const read of [first, second, other]) journal.note(read);
  journal.note({ ...page(0, 9), shard: 'another' });
  expect(journal.readsOf({ arn: 'arn', shard: 'shard', position: 5 })).toEqual([second, first]);
  expect(journal.readsOf({ arn: 'arn', shard: 'shard', position: 10 })).toEqual([]);
});

test('the oldest pages are forgotten', () => {
  const journal = new ReadJournal();
  for (let n = 0; n < 5000; n += 1) journal.note(page(n, n + 1));
  const reads = (position: number) =>
    journal.readsOf({ arn: 'arn', shard: 'shard', position }).length;
  expect([reads(1), reads(904), reads(905), reads(5000)]).toEqual([0, 0, 1, 1]);
});
