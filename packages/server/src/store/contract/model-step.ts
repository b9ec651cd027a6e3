// One step of a random program: runs it on the store and on the model, and compares the answers.

import { expect } from 'vitest';
import { unreachable } from '../../base/assert.ts';
import type { Snapshot, Store } from '../store.ts';
import { bytesHex, hexBytes } from './hex.ts';
import type { ModelChange, ModelStore } from './model-store.ts';

interface Limit {
  readonly count: number;
  readonly bytes: number;
}

interface Change extends ModelChange {
  readonly fate: 'change' | 'refuse' | 'throw';
  readonly reads: readonly string[];
}

export type Step =
  | { readonly kind: 'commits'; readonly changes: readonly Change[] }
  | { readonly kind: 'get'; readonly keys: readonly string[] }
  | {
      readonly kind: 'range';
      readonly from: string;
      readonly to: string;
      readonly direction: 'forward' | 'backward';
      readonly limit: Limit;
    }
  | {
      readonly kind: 'readLog';
      readonly lane: string;
      readonly after: number;
      readonly limit: Limit;
    }
  | {
      readonly kind: 'trim';
      readonly lane: string;
      readonly upTo: number;
      readonly maxEntries: number;
    }
  | { readonly kind: 'reopen' };

const LANES = ['a', 'b', 'c'];

export async function checkStep(
  store: Store,
  model: ModelStore,
  step: Exclude<Step, { kind: 'reopen' }>,
): Promise<void> {
  switch (step.kind) {
    case 'commits':
      return checkCommits(store, model, step.changes);
    case 'get': {
      const values = await store.get(step.keys.map(hexBytes));
      expect(values.map(hexOf)).toEqual(step.keys.map((key) => model.get(key)));
      return;
    }
    case 'range': {
      const { direction, limit } = step;
      const bounds = { from: hexBytes(step.from), to: hexBytes(step.to) };
      const page = await store.range({ ...bounds, direction, limit });
      const entries = page.entries.map(([key, value]) => [bytesHex(key), bytesHex(value)]);
      expect({ entries, more: page.more }).toEqual(model.range(step));
      return;
    }
    case 'readLog': {
      const page = await store.readLog(step.lane, step.after, step.limit);
      const entries = page.entries.map(({ position, entry }) => ({
        position,
        entry: bytesHex(entry),
      }));
      expect({ ...page, entries }).toEqual(model.readLog(step.lane, step.after, step.limit));
      return;
    }
    case 'trim': {
      const removed = await store.trimLog(step.lane, step.upTo, step.maxEntries);
      expect(removed).toBe(model.trim(step.lane, step.upTo, step.maxEntries));
      return;
    }
    default:
      unreachable(step);
  }
}

/** All at once; they share their lanes, so each sees what those before it in the list did. */
async function checkCommits(
  store: Store,
  model: ModelStore,
  changes: readonly Change[],
): Promise<void> {
  const outcomes = await Promise.all(changes.map((change) => commit(store, change)));
  for (const [index, change] of changes.entries()) {
    const seen = {
      values: change.reads.map((key) => model.get(key)),
      heads: LANES.map((lane) => model.head(lane)),
    };
    expect(outcomes[index]).toEqual({ fate: change.fate, ...seen });
    if (change.fate === 'change') model.apply(change);
  }
}

/** What the commit saw, and whether it threw. */
async function commit(store: Store, change: Change): Promise<unknown> {
  const { fate, puts, deletes, appends } = change;
  let seen = {};
  try {
    const told = await store.commit({
      lanes: LANES,
      reads: change.reads.map(hexBytes),
      decide(snapshot) {
        seen = sight(snapshot);
        if (fate === 'throw') throw new Thrown();
        if (fate === 'refuse') return { result: fate };
        return {
          puts: puts.map(([key, value]) => [hexBytes(key), hexBytes(value)] as const),
          deletes: deletes.map(hexBytes),
          appends: appends.map(([lane, entry]) => ({ lane, entry: hexBytes(entry) })),
          result: fate,
        };
      },
    });
    return { fate: told, ...seen };
  } catch (error) {
    if (error instanceof Thrown) return { fate: 'throw', ...seen };
    throw error;
  }
}

class Thrown extends Error {}

function sight(snapshot: Snapshot): object {
  return { values: snapshot.values.map(hexOf), heads: LANES.map((lane) => snapshot.head(lane)) };
}

function hexOf(value: Uint8Array | undefined): string | undefined {
  return value && bytesHex(value);
}
