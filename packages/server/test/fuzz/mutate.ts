// Ways to spoil a valid request: values of other types, at and beyond limits, missing, misnamed, repeated,
// nested, taken from elsewhere in the request, and text that is cut or edited.

import * as fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [name: string]: Json;
}

/** Of one place in a request, which `at` chooses among all where it makes sense. */
export type Change =
  | { readonly kind: 'replace'; readonly at: number; readonly by: Replacements }
  | { readonly kind: 'confuse'; readonly at: number; readonly by: Json }
  | { readonly kind: 'move'; readonly at: number; readonly from: number }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'rename'; readonly at: number; readonly to: string }
  | { readonly kind: 'repeat'; readonly at: number; readonly times: number }
  | { readonly kind: 'nest'; readonly at: number; readonly depth: number; readonly type: 'L' | 'M' }
  | { readonly kind: 'edit'; readonly at: number; readonly where: number; readonly text: string };

/** One for each kind of value, so that most requests keep their types and get further. */
interface Replacements {
  readonly text: string;
  readonly number: number;
  readonly attributeValue: Json;
}

/** Of the text of a request. */
export interface Cut {
  readonly from: number;
  readonly length: number;
  readonly text: string;
}

const NAMES = ['__proto__', 'constructor', 'toString', '', 'p', 's', 'S', 'N', 'M', 'TableName'];

const TEXTS = [
  '',
  ' ',
  'a',
  'p',
  '#p',
  ':p',
  '*',
  '%',
  '\0',
  '\ud800',
  '😀',
  'é',
  'things',
  '__proto__',
  '0',
  '-0',
  '1e125',
  '1e126',
  '1e-131',
  '9'.repeat(38),
  '9'.repeat(39),
  'NaN',
  '0x10',
  '1 ',
  'ALL',
  'NONE',
  'TOTAL',
  'ALL_OLD',
  'COUNT',
  'PROVISIONED',
  'arn:aws:dynamodb:x:y:table/z',
  'p = :p',
  'attribute_exists(p)',
  'SET n = n + :n',
  'SELECT * FROM "things"',
  '(',
  "'",
  '"',
  ...[255, 256, 1024, 1025, 2048, 2049, 4096, 4097, 65_535, 65_536, 409_600].map((length) =>
    'x'.repeat(length),
  ),
];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  1.5,
  2,
  10,
  25,
  26,
  100,
  101,
  1000,
  1001,
  10_000,
  1_000_000,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 63,
  1e300,
  1e-300,
  1_767_225_600,
];

const VALUES: readonly Json[] = [
  ...TEXTS.flatMap((text) => [{ S: text }, { N: text }, { B: text }]),
  { B: 'AQID' },
  { BOOL: true },
  { BOOL: 'true' },
  { NULL: true },
  { NULL: false },
  { SS: [] },
  { SS: ['a', 'a'] },
  { SS: [''] },
  { NS: ['1', '1.0'] },
  { NS: ['x'] },
  { BS: ['AQ==', 'AQ=='] },
  { L: [] },
  { L: [{}] },
  { L: [null] },
  { M: {} },
  { M: { '': {} } },
  {},
  { S: 'a', N: '1' },
  { X: 'a' },
  { s: 'a' },
  { S: null },
  { S: ['a'] },
];

const MAX_REPEATED_CHARACTERS = 1_000_000;

const CONTAINERS: readonly Json[] = [
  [],
  [null],
  [[]],
  ['a'],
  [1],
  [{}],
  {},
  { a: null },
  { a: {} },
];

const at = fc.nat(9999);
const textArbitrary = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary' }));

const numberArbitrary = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const replacements: fc.Arbitrary<Replacements> = fc.record({
  text: textArbitrary,
  number: numberArbitrary,
  attributeValue: fc.constantFrom(...VALUES),
});

const anythingArbitrary: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, ...CONTAINERS),
  numberArbitrary,
  textArbitrary,
  fc.constantFrom(...VALUES),
);

const times = fc.constantFrom(2, 3, 5, 20, 26, 51, 101, 301, 2000);
const depth = fc.constantFrom(1, 2, 30, 31, 32, 33, 100, 500);
const nameArbitrary = fc.oneof(fc.constantFrom(...NAMES), fc.string());

const changeArbitrary: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: changeOf('replace', { by: replacements }) },
  { weight: 1, arbitrary: changeOf('confuse', { by: anythingArbitrary }) },
  { weight: 3, arbitrary: changeOf('move', { from: at }) },
  { weight: 2, arbitrary: changeOf('remove', {}) },
  { weight: 2, arbitrary: changeOf('rename', { to: nameArbitrary }) },
  { weight: 2, arbitrary: changeOf('repeat', { times }) },
  { weight: 2, arbitrary: changeOf('nest', { depth, type: fc.constantFrom('L', 'M') }) },
  { weight: 4, arbitrary: changeOf('edit', { where: at, text: textArbitrary }) },
);

function changeOf<Kind extends Change['kind'], More extends object>(
  kind: Kind,
  more: { readonly [Name in keyof More]: fc.Arbitrary<More[Name]> },
): fc.Arbitrary<{ readonly kind: Kind; readonly at: number } & More> {
  return fc.record({ kind: fc.constant(kind), at, ...more }) as fc.Arbitrary<any>;
}

const cutArbitrary: fc.Arbitrary<Cut> = fc.record({
  from: at,
  length: fc.nat(40),
  text: fc.oneof(fc.constantFrom('', '{', '}', ']', '"', ',', '1e999', '\\u0000'), textArbitrary),
});

export const changesArbitrary = fc.array(changeArbitrary, { minLength: 1, maxLength: 2 });

/** Seldom: most requests have to be JSON to get anywhere. */
export const maybeCutArbitrary = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: cutArbitrary },
);

/** A place in a request: a member of an object, or an element of a list. */
interface Place {
  readonly holder: Record<string, Json>;
  readonly name: string;
}

/** How many places a request has. */
export function countPlaces(input: Json): number {
  return placesOf([input]).length;
}

export function changed(input: Json, changes: readonly Change[]): Json {
  // The request itself is the only member of a list, so that it is a place too.
  const root = [structuredClone(input)];
  for (const change of changes) {
    applyChange(root, change);
    if (root.length === 0) root.push(null);
  }
  return root[0] ?? null;
}

export function cutText(text: string, { from, length, text: inserted }: Cut): string {
  const start = from % (text.length + 1);
  return text.slice(0, start) + inserted + text.slice(start + length);
}

function applyChange(root: Json[], change: Change): void {
  const places = placesOf(root);
  const place = chosen(places, change.at, placeFor[change.kind]);
  if (place === undefined) return;
  const { holder, name } = place;
  const value = valueAt(place);
  switch (change.kind) {
    case 'replace':
      holder[name] = replaced(value, change.by);
      return;
    case 'confuse':
      holder[name] = structuredClone(change.by);
      return;
    case 'move': {
      const source = chosen(places, change.from, (other) => typeof other === typeof value);
      if (source !== undefined) holder[name] = structuredClone(valueAt(source));
      return;
    }
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else Reflect.deleteProperty(holder, name);
      return;
    case 'rename':
      if (Array.isArray(holder)) return;
      Reflect.deleteProperty(holder, name);
      define(holder, change.to, value);
      return;
    case 'repeat':
      holder[name] = repeated(value, timesWithinBounds(value, change.times));
      return;
    case 'nest':
      holder[name] = nested(value, change);
      return;
    case 'edit':
      holder[name] = cutText(textOf(value), { from: change.where, length: 1, text: change.text });
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

const isAnything = (): boolean => true;
const isText = (value: Json): boolean => typeof value === 'string';

/** Where each kind of change makes sense. */
const placeFor: Readonly<Record<Change['kind'], (value: Json) => boolean>> = {
  replace: (value) => typeof value !== 'object' || isAttributeValue(value),
  confuse: isAnything,
  move: isAnything,
  remove: isAnything,
  rename: isAnything,
  repeat: isAnything,
  nest: isAttributeValue,
  edit: isText,
};

function isAttributeValue(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [type, ...more] = Object.keys(value);
  return more.length === 0 && /^(S|N|B|SS|NS|BS|L|M|BOOL|NULL)$/.test(type ?? '');
}

function replaced(value: Json, { text, number, attributeValue }: Replacements): Json {
  if (typeof value === 'string') return text;
  if (typeof value === 'number') return number;
  return typeof value === 'boolean' ? !value : structuredClone(attributeValue);
}

/** Fewer where the request would become larger than the changes are meant to make it. */
function timesWithinBounds(value: Json, times: number): number {
  const most = Math.floor(MAX_REPEATED_CHARACTERS / JSON.stringify(value).length);
  return Math.max(1, Math.min(times, most));
}

function repeated(value: Json, times: number): Json {
  if (typeof value === 'string') return value.repeat(times);
  if (typeof value === 'number') return value * times;
  if (Array.isArray(value)) {
    return Array.from({ length: times }).flatMap(() => structuredClone(value) as Json[]);
  }
  if (value === null || typeof value === 'boolean') return value;
  const copies: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    define(copies, name, member);
    for (let index = 1; index < times; index += 1) copies[`${name}${index}`] = member;
  }
  return copies;
}

function nested(value: Json, { depth, type }: Extract<Change, { readonly kind: 'nest' }>): Json {
  let result = value;
  for (let level = 0; level < depth; level += 1) {
    result = type === 'L' ? { L: [result] } : { M: { a: result } };
  }
  return result;
}

function placesOf(root: readonly Json[]): Place[] {
  const places: Place[] = [];
  const waiting: object[] = [root];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    for (const [name, value] of Object.entries(holder) as [string, Json][]) {
      places.push({ holder: holder as Record<string, Json>, name });
      if (typeof value === 'object' && value !== null) waiting.push(value);
    }
  }
  return places;
}

function chosen(
  places: readonly Place[],
  number: number,
  fits: (value: Json) => boolean,
): Place | undefined {
  const fitting = places.filter((place) => fits(valueAt(place)));
  return fitting[number % fitting.length];
}

function valueAt({ holder, name }: Place): Json {
  return holder[name] ?? null;
}

/** Also for `__proto__`, which is a name like any other. */
function define(object: Record<string, Json>, name: string, value: Json): void {
  const options = { enumerable: true, configurable: true, writable: true };
  Object.defineProperty(object, name, { value, ...options });
}
