// Statements do what the operations with the same expressions do, on random data.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { Refused } from '../../write/refusal.ts';
import type { Database } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

type Value = { readonly S: string } | { readonly N: string } | { readonly BOOL: boolean };

/** A condition without its values, and those in the order in which they stand in it. */
interface Condition {
  readonly parts: readonly string[];
  readonly values: readonly Value[];
  readonly isSimple: boolean;
}

const text = fc.constantFrom('a', 'b', 'c', '').map((S): Value => ({ S }));
const number = fc.nat({ max: 4 }).map((N): Value => ({ N: String(N) }));
const any = fc.oneof(
  text,
  number,
  fc.boolean().map((BOOL): Value => ({ BOOL })),
);

function simple(
  attribute: string,
  value: fc.Arbitrary<Value>,
  operators: readonly string[],
): fc.Arbitrary<Condition> {
  const compared = fc
    .tuple(fc.constantFrom(...operators), value)
    .map(([operator, one]) => leaf([`${attribute} ${operator} `, ''], [one]));
  const listed = fc
    .uniqueArray(value, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) })
    .map((all) => leaf([`${attribute} IN (`, ...all.slice(1).map(() => ', '), ')'], all));
  return fc.oneof({ weight: 3, arbitrary: compared }, { weight: 1, arbitrary: listed });
}

function leaf(parts: readonly string[], values: readonly Value[]): Condition {
  return { parts, values, isSimple: true };
}

const ordered = ['=', '=', '<>', '<', '<=', '>', '>='];
const nonEmpty = text.filter((value) => !('S' in value && value.S === ''));

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    simple('p', nonEmpty, ordered),
    simple('s', number, ordered),
    simple('x', any, ['=', '<>']),
    simple('y', fc.oneof(text, number), ordered),
    fc.constantFrom('x', 'y', 's').map((name) => leaf([`attribute_exists(${name})`], [])),
    nonEmpty.map((value) => leaf(['begins_with(y, ', ')'], [value])),
    joined(' AND ', tie('condition'), tie('condition')),
    joined(' AND ', simple('p', nonEmpty, ['=']), tie('condition')),
    joined(' OR ', tie('condition'), tie('condition')),
    tie('condition').map(negated),
  ),
})).condition;

function joined(
  word: string,
  ...sides: readonly [fc.Arbitrary<Condition>, fc.Arbitrary<Condition>]
): fc.Arbitrary<Condition> {
  return fc.tuple(...sides).map(([left, right]) => {
    const [first, second] = [around('', left), around('', right)];
    const seam = `${first.parts.at(-1)}${word}${second.parts[0]}`;
    return {
      parts: [...first.parts.slice(0, -1), seam, ...second.parts.slice(1)],
      values: [...first.values, ...second.values],
      isSimple: false,
    };
  });
}

function negated(inner: Condition): Condition {
  const { parts, values } = around('NOT ', inner);
  return { parts, values, isSimple: false };
}

/** In parentheses, if it needs them. */
function around(before: string, inner: Condition): Condition {
  const [open, close] = inner.isSimple ? ['', ''] : ['(', ')'];
  const parts = [...inner.parts];
  parts[0] = `${before}${open}${parts[0]}`;
  parts[parts.length - 1] = `${parts.at(-1)}${close}`;
  return { ...inner, parts };
}

function render({ parts }: Condition, value: (index: number) => string): string {
  return parts.map((part, index) => (index === 0 ? part : value(index) + part)).join('');
}

const literals = (one: Condition) => render(one, (index) => literal(one.values[index - 1]));
const placeholders = (one: Condition) => render(one, (index) => `:v${index}`);

function literal(value: Value | undefined): string {
  if (value === undefined) return '';
  if ('S' in value) return `'${value.S}'`;
  return 'N' in value ? value.N : String(value.BOOL);
}

function placed({ values }: Condition): { readonly values?: Record<string, Value> } {
  const entries = values.map((value, index) => [`:v${index + 1}`, value] as const);
  return entries.length === 0 ? {} : { values: Object.fromEntries(entries) };
}

const items = fc.uniqueArray(
  fc.record(
    { p: nonEmpty, s: number, x: any, y: fc.oneof(text, number) },
    { requiredKeys: ['p', 's'] },
  ),
  { maxLength: 12, selector: ({ p, s }) => JSON.stringify([p, s]) },
);

async function selected(database: Database, statement: string, limit: number) {
  const found: string[] = [];
  let page: { nextToken?: string } = {};
  do {
    const request = { statement, consistent: false, limit, ...page };
    const result = await database.executeStatement(scope, request);
    for (const item of result.items) found.push(JSON.stringify(parseItem(item)));
    page = result.nextToken === undefined ? {} : { nextToken: result.nextToken };
  } while (page.nextToken !== undefined);
  return found.toSorted();
}

/** What AWS refuses although it could be read. */
const OVERLAPPING = /^Overlapping conditions/;

test('a SELECT finds what a Scan with the same filter finds', { timeout: 60_000 }, async () => {
  const { database } = await openTestDatabase();
  let found = 0;
  const law = fc.asyncProperty(items, condition, fc.nat({ max: 4 }), (content, where, limit) =>
    withTables(database, { names: ['t'], content }, async () => {
      const statement = `SELECT * FROM t WHERE ${literals(where)}`;
      const ours = await selected(database, statement, limit + 1).catch((error: unknown) => error);
      if (ours instanceof InvalidInput && OVERLAPPING.test(ours.message)) return;
      const scan = await database.scan(scope, {
        table: 't',
        consistent: false,
        filter: placeholders(where),
        ...placed(where),
      });
      const theirs = scan.items.map((item) => JSON.stringify(parseItem(item))).toSorted();
      expect(ours).toEqual(theirs);
      found += theirs.length;
    }),
  );
  await fc.assert(law, { numRuns: 500 });
  expect(found).toBeGreaterThan(100);
});

test(
  'a write does what the operation with the same condition does',
  { timeout: 60_000 },
  async () => {
    const { database } = await openTestDatabase();
    const outcomes = new Set<string>();
    const law = fc.asyncProperty(items, condition, fc.boolean(), (content, where, deletes) =>
      withTables(database, { names: ['t', 'u'], content }, async () => {
        const ours = await kindOf(writeByStatement(database, where, deletes));
        expect(ours).toBe(await kindOf(writeByRequest(database, where, deletes)));
        expect(await all(database, 't')).toEqual(await all(database, 'u'));
        outcomes.add(ours);
      }),
    );
    await fc.assert(law, { numRuns: 200 });
    expect([...outcomes].toSorted()).toEqual(['condition-failed', 'done']);
  },
);

function writeByStatement(database: Database, where: Condition, deletes: boolean) {
  const write = deletes ? 'DELETE FROM t' : "UPDATE t SET x = 'new' REMOVE y";
  // Without the NOT, an equality with the key would be one more value of it.
  const statement = `${write} WHERE p = 'a' AND s = 1 AND NOT ${literals(around('', where))}`;
  return database.executeStatement(scope, { statement, consistent: false });
}

function writeByRequest(database: Database, where: Condition, deletes: boolean) {
  const rest = `NOT ${placeholders(around('', where))}`;
  const { values } = placed(where);
  const request = {
    table: 'u',
    key: { p: { S: 'a' }, s: { N: '1' } },
    returnValues: 'NONE',
  } as const;
  if (deletes) {
    const condition = `attribute_not_exists(p) OR (${rest})`;
    return database.delete(scope, {
      ...request,
      condition,
      ...(values === undefined ? {} : { values }),
    });
  }
  return database.update(scope, {
    ...request,
    condition: `attribute_exists(p) AND (${rest})`,
    update: 'SET x = :new REMOVE y',
    values: { ...values, ':new': { S: 'new' } },
  });
}

async function withTables(
  database: Database,
  tables: { readonly names: readonly string[]; readonly content: readonly object[] },
  run: () => Promise<void>,
): Promise<void> {
  const { names, content } = tables;
  for (const name of names) {
    await database.createTable(scope, tableOf(name, { sort: 'N' }));
    for (const item of content) {
      await database.put(scope, { table: name, item, returnValues: 'NONE' });
    }
  }
  try {
    await run();
  } finally {
    for (const name of names) await database.deleteTable(scope, name);
  }
}

async function kindOf(write: Promise<unknown>): Promise<string> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return error.refusal.kind;
    throw error;
  }
}

async function all(database: Database, table: string): Promise<unknown[]> {
  const { items: found } = await database.scan(scope, { table, consistent: true });
  return found.map(parseItem);
}
