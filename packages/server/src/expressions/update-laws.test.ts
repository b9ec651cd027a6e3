import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { placeholdersOf } from './testing/expression-fixtures.ts';
import { bindProjection, projectItem } from './projection.ts';
import { applyUpdate, bindUpdate, updatedPaths } from './update.ts';

// The oracle knows an item as three numbers, a map of numbers and a list of numbers. It applies one
// action after the other to a list of (index, number) pairs, which keeps indexes what they were.
interface Model {
  readonly top: { readonly [name: string]: number };
  readonly map: { readonly [name: string]: number };
  readonly list: readonly number[];
}

type Place = 'top' | 'map' | 'list';

interface Action {
  readonly place: Place;
  readonly element: number;
  readonly kind: 'set' | 'copy' | 'remove' | 'add';
  readonly operand: number;
}

const NAMES = ['a', 'b', 'c'];
const small = fc.integer({ min: -9, max: 9 });
const members = fc.dictionary(fc.constantFrom(...NAMES), small, { noNullPrototype: true });

const modelArbitrary: fc.Arbitrary<Model> = fc.record({
  top: members,
  map: members,
  list: fc.array(small, { maxLength: 4 }),
});

const actionsArbitrary: fc.Arbitrary<Action[]> = fc.uniqueArray(
  fc.record({
    place: fc.constantFrom<Place>('top', 'map', 'list'),
    element: fc.nat({ max: 6 }),
    kind: fc.constantFrom<Action['kind']>('set', 'copy', 'remove', 'add'),
    operand: small,
  }),
  { selector: targetOf, minLength: 1, maxLength: 8 },
);

function targetOf({ place, element }: Pick<Action, 'place' | 'element'>): string {
  if (place === 'list') return `list_[${element}]`;
  const name = NAMES[element % NAMES.length] ?? '';
  return place === 'map' ? `map_.${name}` : name;
}

function textOf(actions: readonly Action[]): string {
  const section = (keyword: string, written: string[]): string =>
    written.length === 0 ? '' : `${keyword} ${written.join(', ')} `;
  const of = (kind: Action['kind']): Action[] => actions.filter((action) => action.kind === kind);
  return (
    section('REMOVE', of('remove').map(targetOf)) +
    section('SET', [
      ...of('set').map((action) => `${targetOf(action)} = ${literal(action.operand)}`),
      ...of('copy').map(
        (action) =>
          `${targetOf(action)} = if_not_exists(${targetOf(action)}, a0) + ${literal(action.operand)}`,
      ),
    ]) +
    section(
      'ADD',
      of('add').map((action) => `${targetOf(action)} ${literal(action.operand)}`),
    )
  );
}

function literal(value: number): string {
  return `:v${value + 9}`;
}

const numeric = (value: number): AttributeValue => ({ N: String(value) });

function attributes(numbers: { readonly [name: string]: number }): Item {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, numeric(value)]));
}

function itemOf({ top, map, list }: Model): Item {
  // What `copy` falls back to; no action writes it.
  const fallback = { a0: numeric(100) };
  return {
    ...attributes(top),
    ...fallback,
    map_: { M: attributes(map) },
    list_: { L: list.map(numeric) },
  };
}

function expected(model: Model, actions: readonly Action[]): Model {
  const top = new Map(Object.entries(model.top));
  const map = new Map(Object.entries(model.map));
  const list = new Map(model.list.map((value, index) => [String(index), value]));
  for (const action of actions) {
    const within = { top, map, list }[action.place];
    const name = NAMES[action.element % NAMES.length] ?? '';
    const key = action.place === 'list' ? String(action.element) : name;
    const before = within.get(key);
    switch (action.kind) {
      case 'set':
        within.set(key, action.operand);
        break;
      case 'copy':
        within.set(key, (before ?? 100) + action.operand);
        break;
      case 'add':
        within.set(key, (before ?? 0) + action.operand);
        break;
      case 'remove':
        within.delete(key);
    }
  }
  const sorted = [...list].toSorted(([x], [y]) => Number(x) - Number(y));
  return {
    top: Object.fromEntries(top),
    map: Object.fromEntries(map),
    list: sorted.map(([, value]) => value),
  };
}

const DEFINED = Object.fromEntries(
  Array.from({ length: 19 }, (_, index) => [`:v${index}`, numeric(index - 9)]),
);

test('an update does to an item what its actions do one after the other', () => {
  fc.assert(
    fc.property(modelArbitrary, actionsArbitrary, (model, actions) => {
      const update = bindUpdate(textOf(actions), placeholdersOf(DEFINED));
      const after = applyUpdate(update, itemOf(model));
      expect(after).toEqual(itemOf(expected(model, actions)));
    }),
    { numRuns: 1000 },
  );
});

test('what was updated is the projection on the targets', () => {
  fc.assert(
    fc.property(modelArbitrary, actionsArbitrary, (model, actions) => {
      const update = bindUpdate(textOf(actions), placeholdersOf(DEFINED));
      const item = itemOf(model);
      const projection = bindProjection(actions.map(targetOf).join(','), placeholdersOf());
      expect(updatedPaths(update, item)).toEqual(projectItem(projection, item));
      const after = applyUpdate(update, item);
      expect(updatedPaths(update, after)).toEqual(projectItem(projection, after));
    }),
  );
});
