import { describe, expect, test } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import { openStatements } from './testing/open-statements.ts';

async function openFilled() {
  const statements = await openStatements();
  for (const p of ['a', 'b']) {
    for (const s of [1, 2, 3]) {
      await statements.execute(
        `INSERT INTO t VALUE {'p': '${p}', 's': ${s}, 'l': ${-s}, 'g': 'g${s}', 'held': ${s}, 'free': '${p}${s}', 'm': {'k': [{'d': ${s}}]}}`,
      );
    }
  }
  return statements;
}

describe('SELECT reads', () => {
  test.each<[string, string]>([
    ["WHERE p = 'a'", '1,2,3'],
    ["WHERE p = 'a' AND s = 2", '2'],
    ["WHERE p = 'a' AND s > 1 AND s < 3", '2'],
    ["WHERE p = 'a' AND s BETWEEN 2 AND 9", '2,3'],
    ["WHERE p = 'a' AND s IN [3, 1, 7]", '3,1'],
    ["WHERE p IN ['b', 'a'] AND s >= 2", '2,3,2,3'],
    ["WHERE p = 'a' AND (s < 2 OR s > 2 OR s = 2)", '1,3,2'],
    ["WHERE p = 'a' AND NOT s = 1 OR p = 'a' AND s = 2", '2,3'],
    ["WHERE p = 'a' OR p = 'a' AND NOT s = 1", '1,2,3'],
    ["WHERE p = 'a' AND free = 'a2'", '2'],
    ["WHERE p = 'a' AND begins_with(free, 'a') AND m.k[0].d <> 1", '2,3'],
    ["WHERE p = 'a' AND nope IS MISSING AND free IS NOT MISSING AND free IS STRING", '1,2,3'],
    ["WHERE p = 'a' ORDER BY s DESC", '3,2,1'],
    ["WHERE p = 'a' AND s IN [1, 3, 2] ORDER BY s", '1,2,3'],
    ["WHERE p = 'a' ORDER BY p", '3,2,1'],
    ["WHERE p IN ['a', 'b'] AND s <> 2 ORDER BY p DESC, s ASC", '1,3,1,3'],
    ["WHERE p = 'nobody'", ''],
  ])('%s', async (clauses, sorts) => {
    const { sorts: read } = await openFilled();
    expect(await read(`SELECT s FROM t ${clauses}`)).toBe(sorts);
    expect(await read(`SELECT s FROM t ${clauses}`, 1)).toBe(sorts);
  });

  test('everything without a partition', async () => {
    const { sorts } = await openFilled();
    for (const limit of [undefined, 1, 4]) {
      const read = async (clauses: string) =>
        (await sorts(`SELECT s FROM t ${clauses}`, limit)).split(',').toSorted().join();
      expect(await read('')).toBe('1,1,2,2,3,3');
      expect(await read('WHERE s = 1')).toBe('1,1');
      expect(await read("WHERE p = 'a' OR s = 1")).toBe('1,1,2,3');
      expect(await read("WHERE p > 'a'")).toBe('1,2,3');
    }
  });

  test('columns under their last name, and nothing for what is not there', async () => {
    const { items } = await openFilled();
    const select = "SELECT m.k[0].d, m.k[0], nope, free FROM t WHERE p = 'a' AND s = 1";
    await expect(items(select)).rejects.toThrow('Two document paths overlap with each other');
    expect(await items("SELECT m.k[0], nope, free FROM t WHERE p = 'a' AND s = 1")).toEqual([
      { 'k[0]': { M: { d: { N: '1' } } }, free: { S: 'a1' } },
    ]);
    expect(await items("SELECT m.k[0].d FROM t WHERE p = 'a' AND s = 1")).toEqual([
      { d: { N: '1' } },
    ]);
    expect(await items("SELECT nope FROM t WHERE p = 'a' AND s = 1")).toEqual([{}]);
  });

  test('indexes', async () => {
    const { items, sorts } = await openFilled();
    expect(await sorts('SELECT s FROM t."global" WHERE g = \'g2\'')).toBe('2,2');
    expect(await items("SELECT * FROM t.\"global\" WHERE g = 'g2' AND p = 'a'")).toEqual([
      { p: { S: 'a' }, s: { N: '2' }, g: { S: 'g2' }, held: { N: '2' } },
    ]);
    // A scan of an index sees what the index holds.
    expect(await sorts('SELECT s FROM t."global" WHERE free = \'a1\'')).toBe('');
    expect(await sorts('SELECT s FROM t."local" WHERE p = \'a\'', 2)).toBe('3,2,1');
    expect(await items('SELECT free FROM t."local" WHERE p = \'a\' AND l = -3')).toEqual([
      { free: { S: 'a3' } },
    ]);
  });
});

const PARAMETER = 'One or more parameter values were invalid: ';

test.each<[string, string]>([
  ['FROM t."nope"', 'The table does not have the specified index'],
  [
    'FROM t."several" WHERE g = \'x\'',
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
  ],
  [
    "FROM t.\"global\" WHERE g = 'x' AND (free = 'y' OR held = 1)",
    `${PARAMETER}Secondary index global does not project one or more filter attributes: [free]`,
  ],
  [
    "FROM t WHERE p IN ['a', 'a']",
    'Overlapping conditions with range keys are not supported in where clause',
  ],
  [
    "FROM t WHERE p = 'a' AND (s > 0 OR s < 5)",
    'Overlapping conditions with range keys are not supported in where clause',
  ],
  [
    "FROM t WHERE p = 'a' AND (s = 1 OR free = 'x')",
    'Overlapping conditions with range keys are not supported in where clause',
  ],
  ['FROM t ORDER BY s', 'Must have WHERE clause in the statement when using ORDER BY clause.'],
  [
    "FROM t WHERE p = 'a' ORDER BY free",
    'Attribute free in ORDER BY clause must be part of the primary key',
  ],
  [
    "FROM t WHERE p > 'a' ORDER BY s",
    'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
  ],
  [
    "FROM t WHERE p IN ['a', 'b'] ORDER BY s",
    'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
  ],
])('SELECT * %s is refused', async (rest, message) => {
  const { items } = await openStatements();
  await expect(items(`SELECT * ${rest}`)).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
});

test('a global index is not read consistently, and has no columns but its own', async () => {
  const { items } = await openStatements();
  await expect(items('SELECT * FROM t."global"', { consistent: true })).rejects.toThrow(
    'Strongly consistent read is not supported on Global Secondary Indexes',
  );
  await expect(items('SELECT free, held, m.k FROM t."global"')).rejects.toThrow(
    `${PARAMETER}Global secondary index global does not project [free, m]`,
  );
});

describe('NextToken', () => {
  const statement = "SELECT * FROM t WHERE p = 'a'";

  test('comes with the last key', async () => {
    const { execute } = await openFilled();
    const { lastKey, nextToken } = await execute(statement, { limit: 2 });
    expect(lastKey === undefined ? undefined : parseItem(lastKey)).toEqual({
      p: { S: 'a' },
      s: { N: '2' },
    });
    expect(nextToken).toBeDefined();
    expect(await execute(statement)).not.toHaveProperty('nextToken');
  });

  test('belongs to the statement and its parameters', async () => {
    const { execute } = await openFilled();
    const parameters = [{ S: 'a' }];
    const asked = 'SELECT * FROM t WHERE p = ?';
    const { nextToken = '' } = await execute(asked, { parameters, limit: 1 });
    expect((await execute(asked, { parameters, nextToken })).items).toHaveLength(2);
    for (const other of [[{ S: 'b' }], undefined]) {
      const request = { nextToken, ...(other === undefined ? {} : { parameters: other }) };
      await expect(execute(other === undefined ? statement : asked, request)).rejects.toThrow(
        'NextToken does not match request',
      );
    }
  });

  test('is checked', async () => {
    const { execute } = await openFilled();
    const { nextToken = '' } = await execute(statement, { limit: 1 });
    const [fingerprint] = JSON.parse(Buffer.from(nextToken, 'base64').toString()) as [string];
    const key = { p: { S: 'a' }, s: { N: '1' } };
    const tokens = [
      'garbage',
      ...[
        {},
        [fingerprint],
        [fingerprint, -1, key],
        [fingerprint, 1, key],
        [fingerprint, 0, null],
        [fingerprint, 0, { p: { S: 1 }, s: { N: '1' } }],
        [fingerprint, 0, { p: { L: [] }, s: { N: '1' } }],
        [fingerprint, 0, { p: { S: 'b' }, s: { N: '1' } }],
        [fingerprint, 0, { p: { S: 'a' }, s: { N: 'x' } }],
        [fingerprint, 0, { p: { S: 'a' } }],
      ].map((token) => Buffer.from(JSON.stringify(token)).toString('base64')),
    ];
    for (const token of tokens) {
      await expect(execute(statement, { nextToken: token })).rejects.toThrow('Invalid NextToken');
    }
  });

  test('ends a page at a megabyte, over several reads', async () => {
    const { execute, sorts } = await openStatements();
    const text = 'x'.repeat(300_000);
    for (const s of [1, 2, 3, 4, 5]) {
      const parameters = [{ S: text }];
      await execute(`INSERT INTO t VALUE {'p': 'big', 's': ${s}, 'text': ?}`, { parameters });
    }
    const all = "SELECT s FROM t WHERE p = 'big' AND s IN [1, 2, 3, 4, 5]";
    const { items, capacity } = await execute(all, { consistent: true });
    expect(items).toHaveLength(4);
    expect(capacity.tableUnits).toBe(4 * 74);
    expect(await sorts(all)).toBe('1,2,3,4,5');
  });
});

test('reading costs what the items cost that were looked at', async () => {
  const { execute } = await openFilled();
  const capacity = async (statement: string, consistent: boolean) =>
    (await execute(statement, { consistent })).capacity;
  const none = { table: 't', indexes: [] };
  expect(await capacity("SELECT * FROM t WHERE p = 'a'", false)).toEqual({
    ...none,
    tableUnits: 0.5,
  });
  expect(await capacity("SELECT * FROM t WHERE p IN ['a', 'b'] AND s = 9", true)).toEqual({
    ...none,
    tableUnits: 2,
  });
  expect(await capacity('SELECT * FROM t."global" WHERE g = \'g1\'', false)).toEqual({
    table: 't',
    tableUnits: 0,
    indexes: [{ index: 'global', kind: 'global', units: 0.5 }],
  });
});
