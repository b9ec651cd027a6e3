import { expect, test } from 'vitest';
import type { TransactAction } from '../database.ts';
import { openIndexedTable } from '../testing/open-indexed-table.ts';
import { scope } from '../testing/open-test-database.ts';
import { outcomeOf } from '../transactions/testing/outcome-of.ts';

const key = { p: { S: 'a' }, s: { N: '1' } };
const values = { ':n': { N: '1' } };
const update = 'SET x = :n';

function scalar(place: string): string {
  return `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${place}`;
}

function partOfKey(name: string): string {
  return `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`;
}

function mismatch(actual: string): string {
  return `One or more parameter values were invalid: Type mismatch for Index Key colour Expected: S Actual: ${actual} IndexName: byColour`;
}

// All of these are texts and orders of dynalite's tests, which pass on AWS.
test.each([
  ['ADD p.x :n', partOfKey('p')],
  ['SET p = p.x + p[1]', partOfKey('p')],
  ['SET colour.x = :n ADD s.x :n', partOfKey('s')],
  ['SET x = p.y', scalar('Key: p')],
  ['SET x = size1[0], y = s[0]', scalar('Key: s')],
  ['ADD colour.x :n', scalar('IndexKey: colour')],
  ['SET colour[1] = :n', scalar('IndexKey: colour')],
  ['SET x = list_append(p, s), y = colour[1]', scalar('IndexKey: colour')],
  ['REMOVE #size.x', scalar('IndexKey: size')],
  ['SET #size.x = p.x ADD colour :n', mismatch('N')],
  ['SET x = p[1], colour = p + :n', mismatch('N')],
  ['SET colour = :n', mismatch('N')],
  ['SET colour = if_not_exists(x, :n)', mismatch('N')],
  ['SET colour = list_append(x, x)', mismatch('L')],
  ['DELETE colour :set', mismatch('SS')],
  [
    'SET colour = s',
    'The update expression attempted to update the secondary index key to unsupported type',
  ],
  ['SET colour = p', 'done'],
  [
    'SET x = colour',
    'The provided expression refers to an attribute that does not exist in the item',
  ],
  ['REMOVE colour', 'done'],
])('%s: %s', async (text, outcome) => {
  const database = await openIndexedTable();
  const sent = {
    table: 't',
    key,
    update: text,
    ...(text.includes('#') ? { names: { '#size': 'size' } } : {}),
    ...(text.includes(':n') ? { values } : {}),
    ...(text.includes(':set') ? { values: { ':set': { SS: ['x'] } } } : {}),
  };
  expect(await outcomeOf(database.update(scope, { ...sent, returnValues: 'NONE' }))).toBe(outcome);
  const action: TransactAction = { ...sent, kind: 'update' };
  const transaction = database.transactWrite(scope, { actions: [action] });
  expect(await outcomeOf(transaction)).toEqual(outcome === 'done' ? outcome : [outcome]);
});

test.each([
  ['p.x', scalar('Key: p')],
  ['x, s[0].y', scalar('Key: s')],
  ['colour.x', scalar('IndexKey: colour')],
  ['p, s, colour, x.p.s', 'done'],
])('a projection of %s: %s', async (projection, outcome) => {
  const database = await openIndexedTable();
  await database.update(scope, { table: 't', key, update, values, returnValues: 'NONE' });
  const table = 't';
  const consistent = false;
  const tables = [{ table, keys: [key], consistent, projection }];
  const keyCondition = 'p = :p';
  const found = { keyCondition, values: { ':p': { S: 'a' } }, forward: true };
  for (const request of [
    database.get(scope, { table, key, consistent, projection }),
    database.batchGet(scope, { tables }),
    database.scan(scope, { table, consistent, projection }),
    database.query(scope, { table, consistent, projection, ...found }),
  ]) {
    expect(await outcomeOf(request)).toBe(outcome);
  }
  const transaction = database.transactGet(scope, { gets: [{ table, key, projection }] });
  expect(await outcomeOf(transaction)).toEqual(outcome === 'done' ? outcome : [outcome]);
});

test.each([
  ['attribute_exists(colour.x) AND x = :n', scalar('IndexKey: colour'), scalar('IndexKey: colour')],
  [
    's.x = :n',
    scalar('Key: s'),
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: s',
  ],
  ['x.p = :n', 'done', 'done'],
])('a filter by %s', async (filter, ofScan, ofQuery) => {
  const database = await openIndexedTable();
  const asked = { table: 't', consistent: false, filter };
  expect(await outcomeOf(database.scan(scope, { ...asked, values }))).toBe(ofScan);
  const withKey = { ...values, ':p': { S: 'a' } };
  const keyed = { ...asked, keyCondition: 'p = :p', values: withKey, forward: true };
  expect(await outcomeOf(database.query(scope, keyed))).toBe(ofQuery);
});

test('a condition may look into keys, where it finds nothing', async () => {
  const database = await openIndexedTable();
  const condition = 'attribute_not_exists(p.x) AND attribute_not_exists(colour[0])';
  const put = database.put(scope, { table: 't', item: key, condition, returnValues: 'NONE' });
  expect(await outcomeOf(put)).toBe('done');
});
