// Random programs. A step names shards and iterators by a number that is reduced to what there is when it
// runs, so every part of a program is a program too, and fast-check can take steps out.

import fc from 'fast-check';
import type { ViewType } from './model-state.ts';

const viewTypes: readonly ViewType[] = [
  'NEW_AND_OLD_IMAGES',
  'KEYS_ONLY',
  'NEW_IMAGE',
  'OLD_IMAGE',
];
const retentions = ['1m', '20m', '5h', 'PT36H'] as const;

/** What becomes of one item. */
export type ItemStep = { readonly key: number } & (
  | { readonly how: 'put' | 'put-new' | 'set'; readonly v: number }
  | { readonly how: 'delete' | 'touch' | 'count' | 'clear' }
  /** Due so many minutes from now. */
  | { readonly how: 'due'; readonly minutes: number }
  /** Transactions alone: a condition. */
  | { readonly how: 'check'; readonly isThere: boolean }
);

/** Reduced to a shard that was seen, or when it is small to none. */
type Pick = number;

export type Step =
  | { readonly do: 'write'; readonly item: ItemStep }
  | { readonly do: 'batch' | 'transact'; readonly items: readonly ItemStep[] }
  | {
      readonly do: 'create';
      readonly partitions: number;
      readonly view?: ViewType | undefined;
      readonly retention?: string | undefined;
      /** With point-in-time recovery: the log keeps what streams have lost. */
      readonly isRecoverable: boolean;
    }
  | { readonly do: 'stream'; readonly view?: ViewType | undefined }
  | { readonly do: 'retain'; readonly retention?: string | undefined }
  | { readonly do: 'expiry' | 'recovery'; readonly on: boolean }
  | { readonly do: 'split' | 'roll' | 'expire'; readonly shard?: Pick | undefined }
  | {
      readonly do: 'trim';
      readonly shard?: Pick | undefined;
      readonly number?: number | undefined;
    }
  | { readonly do: 'iterator'; readonly shard: Pick; readonly from: number; readonly type: number }
  | { readonly do: 'read'; readonly iterator: number; readonly limit: number }
  | { readonly do: 'describe'; readonly stream: number; readonly limit: number }
  | { readonly do: 'children' | 'behind'; readonly shard: Pick; readonly limit: number }
  | { readonly do: 'poll'; readonly pages: number; readonly limit: number }
  | { readonly do: 'leap' | 'restart'; readonly to: 'minute' | 'moment'; readonly ms: number }
  | { readonly do: 'delete-table' };

const many = fc.nat({ max: 999 });
const view = fc.constantFrom(...viewTypes);
const limit = fc.constantFrom(1, 2, 3, 1000);
const shard = fc.option(many, { nil: undefined, freq: 6 });
const retention = fc.option(fc.constantFrom(...retentions), { nil: undefined, freq: 2 });
const key = fc.nat({ max: 11 });
const v = fc.nat({ max: 2 });

const oneItem: fc.Arbitrary<ItemStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ key, how: fc.constantFrom('put', 'set', 'put-new'), v }) },
  { weight: 2, arbitrary: fc.record({ key, how: fc.constantFrom('delete', 'touch', 'clear') }) },
  { weight: 3, arbitrary: fc.record({ key, how: fc.constant('count') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      key,
      how: fc.constant('due'),
      minutes: fc.constantFrom(-10, 0, 1, 3, 30, 400),
    }),
  },
);
const condition = fc.record({ key, how: fc.constant('check'), isThere: fc.boolean() });
const newTable = fc.record({
  do: fc.constant('create' as const),
  partitions: fc.integer({ min: 1, max: 3 }),
  view: fc.option(view, { nil: undefined, freq: 4 }),
  retention,
  isRecoverable: fc.boolean(),
});
const several = (item: fc.Arbitrary<ItemStep>): fc.Arbitrary<ItemStep[]> =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 6, selector: (one) => one.key });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const leapMs = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 2000 }) },
  { weight: 3, arbitrary: fc.nat({ max: 2 * minuteMs }) },
  { weight: 3, arbitrary: fc.nat({ max: 14 * minuteMs }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(15 * minuteMs, 15 * minuteMs + 1, 4 * hourMs, 24 * hourMs),
  },
  { weight: 2, arbitrary: fc.nat({ max: 9 * hourMs }) },
  { weight: 1, arbitrary: fc.nat({ max: 40 * hourMs }) },
);
const to = fc.constantFrom('minute' as const, 'moment' as const);

/** How often each kind of step comes; all kinds come in all programs. */
interface Weights {
  readonly write: number;
  readonly read: number;
  readonly shards: number;
  readonly time: number;
  readonly tables: number;
}

function stepOf(weights: Weights): fc.Arbitrary<Step> {
  const { write, read, shards, time, tables } = weights;
  const kind = <T extends string>(name: T) => fc.constant(name);
  return fc.oneof(
    { weight: 6 * write, arbitrary: fc.record({ do: kind('write'), item: oneItem }) },
    { weight: write, arbitrary: fc.record({ do: kind('batch'), items: several(oneItem) }) },
    {
      weight: write,
      arbitrary: fc.record({ do: kind('transact'), items: several(fc.oneof(oneItem, condition)) }),
    },
    {
      weight: 4 * read,
      arbitrary: fc.record({ do: kind('iterator'), shard: many, from: many, type: many }),
    },
    { weight: 6 * read, arbitrary: fc.record({ do: kind('read'), iterator: many, limit }) },
    { weight: read, arbitrary: fc.record({ do: kind('describe'), stream: many, limit }) },
    {
      weight: read,
      arbitrary: fc.record({ do: fc.constantFrom('children', 'behind'), shard: many, limit }),
    },
    {
      weight: read,
      arbitrary: fc.record({ do: kind('poll'), pages: fc.integer({ min: 1, max: 8 }), limit }),
    },
    { weight: 4 * shards, arbitrary: fc.record({ do: fc.constantFrom('split', 'roll'), shard }) },
    { weight: shards, arbitrary: fc.record({ do: kind('expire'), shard }) },
    {
      weight: shards,
      arbitrary: fc.record({
        do: kind('trim'),
        shard,
        number: fc.option(many, { nil: undefined, freq: 5 }),
      }),
    },
    { weight: 6 * time, arbitrary: fc.record({ do: kind('leap'), to, ms: leapMs }) },
    { weight: time, arbitrary: fc.record({ do: kind('restart'), to, ms: leapMs }) },
    { weight: 4 * tables, arbitrary: newTable },
    { weight: tables, arbitrary: fc.record({ do: kind('delete-table') }) },
    {
      weight: 2 * tables,
      arbitrary: fc.record({
        do: kind('stream'),
        view: fc.option(view, { freq: 3, nil: undefined }),
      }),
    },
    { weight: 2 * tables, arbitrary: fc.record({ do: kind('retain'), retention }) },
    {
      weight: 2 * tables,
      arbitrary: fc.record({ do: fc.constantFrom('expiry', 'recovery'), on: fc.boolean() }),
    },
  );
}

const mixtures: readonly Weights[] = [
  { write: 8, read: 8, shards: 2, time: 1, tables: 1 },
  { write: 8, read: 6, shards: 2, time: 3, tables: 1 },
  { write: 8, read: 8, shards: 6, time: 1, tables: 1 },
  { write: 6, read: 6, shards: 2, time: 1, tables: 4 },
];

export interface Program {
  /** How long shards are open, and records are kept where the table does not ask otherwise. */
  readonly lifetimeMs: number;
  readonly retentionMs: number;
  /** Whether data outlive a restart in files, or in memory that is kept. */
  readonly isOnDisk: boolean;
  /** The table that there is to begin with. */
  readonly table: Extract<Step, { readonly do: 'create' }>;
  readonly steps: readonly Step[];
}

/** Programs of up to so many steps. */
export function programs(mostSteps: number): fc.Arbitrary<Program> {
  const lengths = { minLength: 1, maxLength: mostSteps, size: 'max' } as const;
  return fc.noBias(
    fc.record({
      lifetimeMs: fc.constantFrom(4 * hourMs, 4 * hourMs, 50 * minuteMs, 0),
      retentionMs: fc.constantFrom(24 * hourMs, 24 * hourMs, 3 * hourMs, 2 * minuteMs),
      isOnDisk: fc.constantFrom(true, false, false, false),
      table: newTable,
      steps: fc.oneof(...mixtures.map((weights) => fc.array(stepOf(weights), lengths))),
    }),
  );
}
