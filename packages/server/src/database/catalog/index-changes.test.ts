import { describe, expect, it } from 'vitest';
import type { IndexUpdate, NewIndex, TableChange } from '../database.ts';
import { byColour, colour, openTable, units, withIndex } from '../testing/open-table.ts';
import { scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const INVALID = 'One or more parameter values were invalid: ';

function create(index: NewIndex): readonly IndexUpdate[] {
  return [{ kind: 'create', index }];
}

function keyed(name: string, ...elements: readonly string[]): NewIndex {
  const keySchema = elements.map((element) => {
    const [attribute = '', role] = element.split(' ');
    return { name: attribute, role: role === 'RANGE' ? 'RANGE' : 'HASH' } as const;
  });
  return { name, kind: 'global', keySchema, projection: { type: 'ALL' } };
}

describe('a new index of a table', () => {
  it.each<[what: string, change: TableChange, text: string]>([
    [
      'the name of another index, whatever else is wrong',
      { indexChanges: create(keyed('byColour', 'x RANGE')) },
      'Attempting to create an index which already exists',
    ],
    [
      'no definitions, although the table has them',
      { indexChanges: create(byColour('other')) },
      `${INVALID}AttributeDefinitions is not specified for index: other`,
    ],
    [
      'definitions of other attributes alone',
      { attributes: [{ name: 'x', type: 'S' }], indexChanges: create(byColour('other')) },
      `${INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [colour], AttributeDefinitions: [x]`,
    ],
    [
      'an attribute of the table that is defined anew',
      {
        attributes: [{ name: 'p', type: 'N' }, colour],
        indexChanges: create(keyed('other', 'colour', 'p RANGE')),
      },
      `${INVALID}Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: Schema:[SchemaElement: key{p:S:HASH}] New schema: Schema:[SchemaElement: key{colour:S:HASH}, SchemaElement: key{p:N:RANGE}]`,
    ],
    [
      'an attribute of another index that is defined anew',
      { attributes: [{ name: 'colour', type: 'B' }], indexChanges: create(byColour('other')) },
      'Existing schema: Schema:[SchemaElement: key{colour:S:HASH}] New schema: Schema:[SchemaElement: key{colour:B:HASH}]',
    ],
    [
      'throughput on demand',
      {
        attributes: [colour],
        indexChanges: create({ ...byColour('other'), throughput: units(1) }),
      },
      `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: other when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      'the same attribute twice besides its keys',
      {
        attributes: [colour],
        indexChanges: create({
          ...byColour('other'),
          projection: { type: 'INCLUDE', attributes: ['x', 'y', 'x'] },
        }),
      },
      `${INVALID}Duplicate element in NonKeyAttributes: x`,
    ],
  ])('is refused with %s', async (_, change, text) => {
    const table = await openTable(withIndex);
    await expect(table.change(change)).rejects.toThrow(text);
    expect((await table.now()).indexes).toHaveLength(1);
  });

  it('takes what it needs of the definitions, and ignores the rest', async () => {
    const table = await openTable(withIndex);
    const attributes = [{ name: 'size', type: 'N' } as const, { name: 'p', type: 'B' } as const];
    await table.change({ attributes, indexChanges: create(keyed('bySize', 'size')) });
    expect(await table.now()).toMatchObject({
      key: { partition: { name: 'p', type: 'S' } },
      indexes: [{}, { key: { partition: [{ name: 'size', type: 'N' }] } }],
    });
    await table.database.settled();
  });

  it('is refused when there are twenty', async () => {
    const indexes = Array.from({ length: 20 }, (_, at) => byColour(`index-${at}`));
    const table = await openTable({ ...withIndex, indexes });
    await expect(
      table.change({ attributes: [colour], indexChanges: create(byColour()) }),
    ).rejects.toMatchObject({ refusal: { kind: 'too-many-indexes', limit: 20 } });
  });
});

describe('a local index', () => {
  it.each<[IndexUpdate, string]>([
    [{ kind: 'delete', name: 'local' }, 'delete'],
    [{ kind: 'throughput', name: 'local', throughput: units(1) }, 'update'],
  ])('stays as it is: %j', async (change, verb) => {
    const { database } = await openTable();
    const local = { ...keyed('local', 'p', 'colour RANGE'), kind: 'local' } as const;
    const attributes = [{ name: 'p', type: 'S' }, { name: 's', type: 'S' }, colour] as const;
    await database.createTable(scope, tableOf('u', { sort: 'S', attributes, indexes: [local] }));
    await expect(database.updateTable(scope, 'u', { indexChanges: [change] })).rejects.toThrow(
      `Cannot ${verb} an index that is not a GlobalSecondaryIndex: local`,
    );
  });
});

describe('the key of an index', () => {
  it.each<[elements: string[], text: string]>([
    [['a', 'b RANGE', 'c'], 'All HASH key attributes must precede RANGE key attributes'],
    [['a', 'b', 'c', 'd', 'e'], 'exceeds the maximum allowed number of HASH key attributes'],
    [
      ['a', 'b RANGE', 'c RANGE', 'd RANGE', 'e RANGE', 'f RANGE'],
      'exceeds the maximum allowed number of RANGE key attributes',
    ],
    [
      ['a', 'a RANGE'],
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    ],
    [['a', 'a'], 'The KeySchema contains multiple key attributes with the same name'],
    [['a RANGE', 'b'], 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type'],
  ])('cannot be %j', async (elements, text) => {
    const { change } = await openTable();
    const names = new Set(elements.map((element) => element.split(' ')[0] ?? ''));
    const attributes = [...names].map((name) => ({ name, type: 'S' }) as const);
    const indexChanges = create(keyed('other', ...elements));
    await expect(change({ attributes, indexChanges })).rejects.toThrow(text);
  });
});

describe('CreateTable', () => {
  it.each<[index: Partial<NewIndex>, billing: 'PROVISIONED' | 'PAY_PER_REQUEST', text: string]>([
    [{}, 'PROVISIONED', 'ProvisionedThroughput is not specified for index: byColour'],
    [
      { throughput: units(1) },
      'PAY_PER_REQUEST',
      'ProvisionedThroughput should not be specified for index: byColour when BillingMode is PAY_PER_REQUEST',
    ],
  ])('has its own words about the throughput of an index: %j, %s', async (index, billing, text) => {
    const { database } = await openTable();
    const asked = tableOf('u', {
      ...withIndex,
      indexes: [{ ...byColour(), ...index }],
      billing,
      ...(billing === 'PROVISIONED' ? { throughput: units(1) } : {}),
    });
    await expect(database.createTable(scope, asked)).rejects.toThrow(`${INVALID}${text}`);
  });

  it('takes each attribute once', async () => {
    const { database } = await openTable();
    const p = { name: 'p', type: 'S' } as const;
    await expect(database.createTable(scope, tableOf('u', { attributes: [p, p] }))).rejects.toThrow(
      'Attribute Name is duplicated: p',
    );
  });
});
