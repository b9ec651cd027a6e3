import { describe, expect, test } from 'vitest';
import { assert } from '../../base/assert.ts';
import { parseItem } from '../../model/item-bytes.ts';
import { Refused } from '../../write/refusal.ts';
import { openStatements } from './testing/open-statements.ts';

const where = "WHERE p = 'a' AND s = 1";

async function openItem() {
  const statements = await openStatements();
  await statements.execute(
    "INSERT INTO t VALUE {'p': 'a', 's': 1, 'n': 5, 'list': ['a', 'b', 'c'], 'ss': <<'x', 'y'>>, 'm': {'k': 1, 'other': 2}}",
  );
  const [item] = await statements.items(`SELECT * FROM t ${where}`);
  return {
    ...statements,
    item,
    stored: async () => (await statements.items(`SELECT * FROM t ${where}`))[0],
  };
}

describe('INSERT', () => {
  test('puts an item that was not there', async () => {
    const { execute, stored, store } = await openItem();
    const before = await stored();
    const insert = "INSERT INTO t VALUE {'p': 'a', 's': 1.0, 'n': 6}";
    await expect(execute(insert)).rejects.toMatchObject({ refusal: { kind: 'duplicate-item' } });
    expect(await stored()).toEqual(before);
    const error: unknown = await execute(insert, { returnOldOnFailure: true }).catch(
      (one: unknown) => one,
    );
    assert(error instanceof Refused && error.refusal.kind === 'duplicate-item', 'it is refused');
    expect(parseItem(error.refusal.item ?? new Uint8Array())).toEqual(before);
    const log = await store.readLog('t1/0', 0, { count: 10, bytes: 1e6 });
    expect(log.entries).toHaveLength(1);
  });

  test.each([
    [
      "INSERT INTO t VALUE {'p': 'a'}",
      'One or more parameter values were invalid: Missing the key s in the item',
    ],
    [
      "INSERT INTO t VALUE {'p': 'a', 's': '1'}",
      'One or more parameter values were invalid: Type mismatch for key s expected: N actual: S',
    ],
  ])('%s is refused', async (statement, message) => {
    const { execute } = await openStatements();
    await expect(execute(statement)).rejects.toThrow(message);
  });
});

describe('UPDATE', () => {
  test.each<[string, object]>([
    ['SET n = n + 2, new = [1]', { n: { N: '7' }, new: { L: [{ N: '1' }] } }],
    ['SET n = 10 - n REMOVE m.k', { n: { N: '5' }, m: { M: { other: { N: '2' } } } }],
    ["SET ss = set_add(ss, <<'z'>>)", { ss: { SS: ['x', 'y', 'z'] } }],
    ["SET ss = set_delete(ss, <<'x'>>)", { ss: { SS: ['y'] } }],
    ['SET ns = set_add(ns, <<2, 1>>)', { ns: { NS: ['1', '2'] } }],
    [
      "SET list = list_append(list, ['d']) SET m.new = m.k",
      {
        list: { L: ['a', 'b', 'c', 'd'].map((S) => ({ S })) },
        m: { M: { k: { N: '1' }, other: { N: '2' }, new: { N: '1' } } },
      },
    ],
  ])('%s', async (actions, changed) => {
    const { execute, item, stored } = await openItem();
    expect(await execute(`UPDATE t ${actions} ${where} AND n = 5`)).toMatchObject({ items: [] });
    expect(await stored()).toEqual({ ...item, ...changed });
  });

  test('removes a set with its last member', async () => {
    const { execute, stored } = await openItem();
    await execute(`UPDATE t SET ss = set_delete(ss, <<'x', 'y'>>) ${where}`);
    expect(await stored()).not.toHaveProperty('ss');
  });

  test.each<[string, string, object | undefined]>([
    ['SET n = 6', 'MODIFIED OLD', { n: { N: '5' } }],
    ['SET n = 6', 'MODIFIED NEW', { n: { N: '6' } }],
    ['SET m.k = 9', 'MODIFIED NEW', { m: { M: { k: { N: '9' } } } }],
    ["SET list[2] = 'y', list[0] = 'x'", 'MODIFIED NEW', { list: { L: [{ S: 'x' }, { S: 'y' }] } }],
    ["SET list[5] = 'z'", 'MODIFIED NEW', undefined],
    ['REMOVE list[1]', 'MODIFIED NEW', { list: { L: [{ S: 'c' }] } }],
    ['REMOVE n', 'MODIFIED NEW', undefined],
    ['REMOVE n', 'MODIFIED OLD', { n: { N: '5' } }],
    ['SET new = 1', 'MODIFIED OLD', undefined],
  ])('%s RETURNING %s *', async (actions, returning, returned) => {
    const { items } = await openItem();
    expect(await items(`UPDATE t ${actions} ${where} RETURNING ${returning} *`)).toEqual(
      returned === undefined ? [] : [returned],
    );
  });

  test('returns whole items, old and new', async () => {
    const { items, item } = await openItem();
    const update = `UPDATE t SET n = n + 1 ${where} RETURNING ALL`;
    expect(await items(`${update} OLD *`)).toEqual([item]);
    expect(await items(`${update} NEW *`)).toEqual([{ ...item, n: { N: '7' } }]);
  });

  test.each([
    `UPDATE t SET n = 1 ${where} AND n = 6`,
    `UPDATE t SET n = 1 ${where} AND attribute_exists(nope)`,
    "UPDATE t SET n = 1 WHERE p = 'a' AND s = 2",
    "UPDATE t REMOVE n WHERE p = 'a' AND s = 2",
    "FROM t WHERE p = 'a' AND s = 2 AND attribute_not_exists(p) SET n = 1",
    `DELETE FROM t ${where} AND n = 6`,
  ])('%s fails its condition', async (statement) => {
    const { execute, items, item } = await openItem();
    await expect(execute(statement)).rejects.toMatchObject({
      refusal: { kind: 'condition-failed' },
    });
    expect(await items('SELECT * FROM t')).toEqual([item]);
  });

  test.each([
    ['SET p = 1', 'Cannot update attribute p. This attribute is part of the key'],
    [
      'SET nope[0] = 1',
      'The document path provided in the update expression is invalid for update',
    ],
    [
      'SET ss = set_add(ss, <<1>>)',
      'An operand in the update expression has an incorrect data type',
    ],
    [
      'SET a = list_append(a, [1])',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
  ])('%s is refused', async (actions, message) => {
    const { execute } = await openItem();
    const error: unknown = await execute(`UPDATE t ${actions} ${where}`).catch(
      (one: unknown) => one,
    );
    expect(JSON.stringify(error) + String(error)).toContain(message);
  });
});

describe('DELETE', () => {
  test('removes an item, and returns it when asked to', async () => {
    const { items, item } = await openItem();
    const remove = `DELETE FROM t ${where} AND n = 5 RETURNING ALL OLD *`;
    expect(await items(remove)).toEqual([item]);
    expect(await items('SELECT * FROM t')).toEqual([]);
    // Without an item nothing is asked of it.
    expect(await items(remove)).toEqual([]);
  });
});

test.each([
  ["WHERE p = 'a'", 'Where clause does not contain a mandatory equality on all key attributes'],
  ['', 'Where clause does not contain a mandatory equality on all key attributes'],
  ["WHERE p = 'a' AND s = 'x'", 'The provided key element does not match the schema'],
])('a write that names no item: %s', async (condition, message) => {
  const { execute } = await openStatements();
  for (const write of ['UPDATE t SET n = 1', 'DELETE FROM t']) {
    await expect(execute(`${write} ${condition}`)).rejects.toThrow(message);
  }
});

test('parameters are checked before the statement is read', async () => {
  const { execute } = await openStatements();
  const refused = async (parameter: unknown, message: string) =>
    await expect(execute('UPDATE t SET', { parameters: [parameter] })).rejects.toThrow(message);
  const invalid = 'One or more parameter values were invalid: ';
  await refused({ SS: ['a', 'a'] }, `${invalid}Input collection [a, a] contains duplicates.`);
  await refused({ SS: [] }, `${invalid}An string set  may not be empty`);
  await refused({ N: 'x' }, 'The parameter cannot be converted to a numeric value: x');
});

test('a missing table, and EXISTS alone', async () => {
  const { execute } = await openStatements();
  for (const statement of ['SELECT * FROM nope', "INSERT INTO nope VALUE {'p': 'a', 's': 1}"]) {
    await expect(execute(statement)).rejects.toMatchObject({
      refusal: { kind: 'table-not-found', table: 'nope' },
    });
  }
  await expect(execute(`EXISTS(SELECT * FROM t ${where} AND n = 1)`)).rejects.toThrow(
    'EXISTS can only be used in ExecuteTransaction write requests.',
  );
});

test('writing costs what it costs elsewhere', async () => {
  const { execute } = await openStatements();
  const { capacity } = await execute("INSERT INTO t VALUE {'p': 'a', 's': 1, 'g': 'x'}");
  expect(capacity).toEqual({
    table: 't',
    tableUnits: 1,
    indexes: [{ index: 'global', kind: 'global', units: 1 }],
  });
  expect(await execute("DELETE FROM t WHERE p = 'b' AND s = 1")).toMatchObject({
    capacity: { tableUnits: 1, indexes: [] },
  });
});
