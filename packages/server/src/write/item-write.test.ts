import { describe, expect, it } from 'vitest';
import { Placeholders } from '../expressions/placeholders.ts';
import { bindCondition } from '../expressions/condition.ts';
import { bindUpdate } from '../expressions/update.ts';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { canonicalItem } from '../model/decode-item.ts';
import { parseItem } from '../model/item-bytes.ts';
import type { TableDefinition } from '../model/table.ts';
import { imageOf, type StoredImage } from './image.ts';
import { decideWrite, type ItemWrite } from './item-write.ts';

const table = {
  key: { partition: { name: 'p', type: 'S' } },
  indexes: [],
} as unknown as TableDefinition;
const key: Item = { p: { S: 'a' } };

function stored(item: Item | undefined): StoredImage | undefined {
  return item === undefined ? undefined : { ...imageOf(canonicalItem(item)), indexEpoch: 0 };
}

function put(item: Item): ItemWrite {
  return { kind: 'put', key, image: imageOf(canonicalItem({ ...key, ...item })) };
}

function update(text: string, values: Record<string, AttributeValue> = {}): ItemWrite {
  const placeholders = new Placeholders(undefined, new Map(Object.entries(values)));
  return { kind: 'update', key, update: bindUpdate(text, placeholders) };
}

/** What a write did: the kind of its change, and the item after it. */
function outcome(write: ItemWrite, before: Item | undefined) {
  const result = decideWrite(table, write, stored(before));
  if (result.kind !== 'done') return result;
  return {
    change: result.change?.kind,
    after: result.after === undefined ? undefined : parseItem(result.after.json),
  };
}

const item: Item = { ...key, n: { N: '1' }, m: { M: { x: { S: 'x' }, y: { S: 'y' } } } };

describe('a write', () => {
  it.each<[string, ItemWrite, Item | undefined, string | undefined, Item | undefined]>([
    ['inserts', put({ n: { N: '1' } }), undefined, 'insert', { ...key, n: { N: '1' } }],
    ['replaces', put({ n: { N: '2' } }), item, 'modify', { ...key, n: { N: '2' } }],
    [
      'puts the same in another order',
      put({ m: { M: { y: { S: 'y' }, x: { S: 'x' } } }, n: { N: '1' } }),
      item,
      undefined,
      item,
    ],
    ['removes', { kind: 'delete', key }, item, 'remove', undefined],
    ['removes nothing', { kind: 'delete', key }, undefined, undefined, undefined],
    [
      'updates',
      update('SET n = n + :n', { ':n': { N: '1' } }),
      item,
      'modify',
      { ...item, n: { N: '2' } },
    ],
    ['updates to the same', update('SET n = :n', { ':n': { N: '1' } }), item, undefined, item],
    [
      'creates by SET',
      update('SET n = :n', { ':n': { N: '1' } }),
      undefined,
      'insert',
      { ...key, n: { N: '1' } },
    ],
    [
      'creates by ADD',
      update('ADD n :n', { ':n': { N: '1' } }),
      undefined,
      'insert',
      { ...key, n: { N: '1' } },
    ],
    ['does not create by REMOVE', update('REMOVE n'), undefined, undefined, undefined],
    ['creates by no expression', { kind: 'update', key }, undefined, 'insert', key],
    ['changes nothing by no expression', { kind: 'update', key }, item, undefined, item],
  ])('%s', (_, write, before, change, after) => {
    expect(outcome(write, before)).toEqual({ change, after });
  });

  it('is refused by its condition, with the item only when that was asked for', () => {
    const condition = bindCondition(
      'ConditionExpression',
      'attribute_not_exists(p)',
      new Placeholders(undefined, undefined),
    );
    const write = { ...put({}), condition };
    expect(outcome(write, item)).toEqual({ kind: 'condition-failed' });
    const asked = { ...write, returnOldOnFailure: true };
    expect(outcome(asked, item)).toEqual({ kind: 'condition-failed', item: stored(item)?.json });
    expect(outcome(write, undefined)).toMatchObject({ change: 'insert' });
  });

  it('is refused, as a value, when an update does not fit the item', () => {
    const add = update('SET n = n + :s', { ':s': { N: '1' } });
    expect(outcome(add, { ...key, n: { S: 'text' } })).toEqual({
      kind: 'invalid',
      family: 'rule',
      message: 'An operand in the update expression has an incorrect data type',
    });
  });
});
