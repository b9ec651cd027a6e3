// What a step about an item asks the system to write, and what becomes of the item.

import type { Change, Item } from './model-state.ts';
import type { ItemStep } from './steps.ts';
import type { Write } from './system.ts';

export interface ItemWrite {
  readonly write: Write;
  /** Undefined when the write's condition does not hold. */
  readonly change: Change | undefined;
}

interface Situation {
  readonly items: ReadonlyMap<string, Item>;
  readonly now: number;
}

export function itemWrite(step: ItemStep, { items, now }: Situation): ItemWrite {
  const key = `item ${step.key}`;
  const before = items.get(key);
  const base: Item = before ?? { p: { S: key } };
  const update = (expression: string, values: Item, attributes: Item): ItemWrite => ({
    write: { kind: 'update', key, expression, values },
    change: { key, after: { ...base, ...attributes } },
  });
  switch (step.how) {
    case 'put':
    case 'put-new': {
      const item: Item = { p: { S: key }, v: { N: String(step.v) } };
      const ifAbsent = step.how === 'put-new';
      const isRefused = ifAbsent && before !== undefined;
      return {
        write: { kind: 'put', item, ifAbsent },
        change: isRefused ? undefined : { key, after: item },
      };
    }
    case 'set': {
      const value = { N: String(step.v) };
      return update('SET v = :v', { ':v': value }, { v: value });
    }
    case 'touch':
    case 'count': {
      const by = step.how === 'touch' ? 0 : 1;
      const n = base['n'] as { readonly N: string } | undefined;
      const sum = Number(n?.N ?? 0) + by;
      return update('ADD n :by', { ':by': { N: String(by) } }, { n: { N: String(sum) } });
    }
    case 'clear': {
      const { v: _, ...rest } = base;
      return {
        write: { kind: 'update', key, expression: 'REMOVE v' },
        change: { key, after: before === undefined ? undefined : rest },
      };
    }
    case 'due': {
      // A second of its own for each item, so that no two are due at once.
      const due = { N: String((Math.floor(now / 60_000) + step.minutes) * 60 + 1 + step.key) };
      return update('SET due = :due', { ':due': due }, { due });
    }
    case 'delete':
      return { write: { kind: 'delete', key }, change: { key, after: undefined } };
    case 'check': {
      const holds = step.isThere === (before !== undefined);
      return {
        write: { kind: 'check', key, isThere: step.isThere },
        change: holds ? { key, after: before } : undefined,
      };
    }
  }
}

/** The nearest that BatchWriteItem can do. */
export function batchedWrite(step: ItemStep, situation: Situation): ItemWrite {
  if (step.how === 'delete') return itemWrite(step, situation);
  const { key } = step;
  if (step.how !== 'due') return itemWrite({ key, how: 'put', v: 1 }, situation);
  const { change } = itemWrite(step, { ...situation, items: new Map() });
  const item = change?.after as Item;
  return { write: { kind: 'put', item, ifAbsent: false }, change };
}
