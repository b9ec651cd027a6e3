// Random transactions and single writes that run at the same time, against what one after another would
// give. That the log has every change of an item in order is checked when the database closes.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeOf } from '../../model/attribute-value.ts';
import { parseItem } from '../../model/item-bytes.ts';
import { Refused } from '../../write/refusal.ts';
import type { Database, TransactAction } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const accounts = Array.from({ length: 6 }, (_, at) => ({
  table: at % 2 === 0 ? 't' : 'u',
  key: { p: { S: `account ${at}` } },
}));
const startBalance = 10;
const total = accounts.length * startBalance;

const account = fc.nat(accounts.length - 1);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('transfer' as const),
    from: account,
    to: account,
    amount: fc.nat(15),
  }),
  fc.record({ kind: fc.constant('visit' as const), at: account }),
  fc.record({ kind: fc.constant('look' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Tally {
  transfers: number;
  visits: number;
}

function numberAt(item: Uint8Array | undefined, name: string): number {
  const value = item === undefined ? undefined : attributeOf(parseItem(item), name);
  return value !== undefined && 'N' in value ? Number(value.N) : 0;
}

async function runStep(database: Database, asked: Step, tally: Tally): Promise<void> {
  switch (asked.kind) {
    case 'look': {
      const { items } = await database.transactGet(scope, { gets: accounts });
      expect(items.reduce((sum, item) => sum + numberAt(item, 'balance'), 0)).toBe(total);
      return;
    }
    case 'visit': {
      const target = accounts[asked.at] ?? { table: '', key: {} };
      const values = { ':one': { N: '1' } };
      const update = 'ADD visits :one';
      await database.update(scope, { ...target, update, values, returnValues: 'NONE' });
      tally.visits += 1;
      return;
    }
    case 'transfer':
      if (await transferred(database, asked)) tally.transfers += 1;
  }
}

async function transferred(
  database: Database,
  { from, to, amount }: Extract<Step, { kind: 'transfer' }>,
): Promise<boolean> {
  const [source, target] = [accounts[from], accounts[to]];
  if (source === undefined || target === undefined || from === to) return false;
  const values = { ':amount': { N: String(amount) }, ':one': { N: '1' } };
  const actions: TransactAction[] = [
    {
      kind: 'update',
      ...source,
      update: 'SET balance = balance - :amount ADD transfers :one',
      condition: 'balance >= :amount',
      values,
    },
    {
      kind: 'update',
      ...target,
      update: 'ADD balance :amount, transfers :one',
      values,
    },
  ];
  try {
    await database.transactWrite(scope, { actions });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    return false;
  }
}

test('transfers keep the sum, also in what is seen between them, and no write is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { minLength: 1, maxLength: 40 }),
      async (partitions, steps) => {
        const { database } = await openTestDatabase({ partitions });
        for (const name of ['t', 'u']) await database.createTable(scope, tableOf(name));
        for (const { table, key } of accounts) {
          const item = { ...key, balance: { N: String(startBalance) } };
          await database.put(scope, { table, item, returnValues: 'NONE' });
        }
        const tally: Tally = { transfers: 0, visits: 0 };
        await Promise.all(steps.map((asked) => runStep(database, asked, tally)));
        const { items } = await database.transactGet(scope, { gets: accounts });
        const sumOf = (name: string) => items.reduce((sum, item) => sum + numberAt(item, name), 0);
        expect(sumOf('balance')).toBe(total);
        expect(sumOf('transfers')).toBe(2 * tally.transfers);
        expect(sumOf('visits')).toBe(tally.visits);
        for (const item of items) expect(numberAt(item, 'balance')).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 30 },
  );
});

/** A transaction that reads and writes what others do, and notes its place in their order. */
interface Mix {
  readonly needs: readonly number[];
  readonly absent: readonly number[];
  readonly puts: readonly number[];
  readonly removes: readonly number[];
}

const roles = fc.array(fc.constantFrom('-', '-', 'needs', 'absent', 'puts', 'removes'), {
  minLength: 4,
  maxLength: 4,
});

function mixOf(chosen: readonly string[]): Mix {
  const of = (role: string) => chosen.flatMap((one, at) => (one === role ? [at] : []));
  return {
    needs: of('needs'),
    absent: of('absent'),
    puts: of('puts'),
    removes: of('removes'),
  };
}

function actionsOf({ needs, absent, puts, removes }: Mix, id: number): TransactAction[] {
  const at = (item: number) => ({ table: 't', key: { p: { S: `item ${item}` } } });
  const last = { N: String(id) };
  return [
    { kind: 'put', table: 't', item: { p: { S: 'last' }, id: last } },
    ...needs.map((item) => ({
      kind: 'check' as const,
      ...at(item),
      condition: 'attribute_exists(p)',
    })),
    ...absent.map((item) => ({
      kind: 'check' as const,
      ...at(item),
      condition: 'attribute_not_exists(p)',
    })),
    ...puts.map((item) => ({
      kind: 'put' as const,
      table: 't',
      item: { ...at(item).key, by: last },
    })),
    ...removes.map((item) => ({ kind: 'delete' as const, ...at(item) })),
  ];
}

/** Whether it may run on the state; then the state is as it leaves it. */
function runSerially(state: Map<number, number>, mix: Mix, id: number): boolean {
  const may =
    mix.needs.every((item) => state.has(item)) && !mix.absent.some((item) => state.has(item));
  if (!may) return false;
  for (const item of mix.puts) state.set(item, id);
  for (const item of mix.removes) state.delete(item);
  return true;
}

test('transactions that run at once leave what they leave one after another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(roles, { minLength: 1, maxLength: 25 }), async (chosen) => {
      const { database } = await openTestDatabase({ partitions: 3 });
      await database.createTable(scope, tableOf('t'));
      const mixes = chosen.map(mixOf);
      const done: boolean[] = await Promise.all(
        mixes.map((mix, id) =>
          database.transactWrite(scope, { actions: actionsOf(mix, id) }).then(
            () => true,
            (error: unknown) => {
              expect(error).toBeInstanceOf(Refused);
              return false;
            },
          ),
        ),
      );
      // All of them write one item, so the store runs them in the order in which they came.
      const state = new Map<number, number>();
      const expected = mixes.map((mix, id) => runSerially(state, mix, id));
      expect(done).toEqual(expected);
      const gets = [0, 1, 2, 3].map((item) => ({ table: 't', key: { p: { S: `item ${item}` } } }));
      const { items } = await database.transactGet(scope, { gets });
      expect(items.map((item) => (item === undefined ? undefined : numberAt(item, 'by')))).toEqual(
        [0, 1, 2, 3].map((item) => state.get(item)),
      );
    }),
    { numRuns: 50 },
  );
});
