// UpdateTable's GlobalSecondaryIndexUpdates, as a step from one definition to the next. A new index
// begins in back-fill (`back-filler.ts`); a deleted one leaves its entries to the sweeper.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { garbageKey } from '../../model/storage-keys.ts';
import {
  definedAttributes,
  type IndexDefinition,
  type TableDefinition,
} from '../../model/table.ts';
import type { Decision } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import type { IndexUpdate, NewTable, TableChange } from '../database.ts';
import { checkTogether, newIndex } from './index-rules.ts';
import { definitionsOf } from './key-schema.ts';
import { changedLimits, isEmpty } from './settings/on-demand-limits.ts';
import { withIndexThroughput } from './settings/throughput.ts';
import { raisedWarmThroughput } from './settings/warm-throughput.ts';

export interface IndexStep {
  readonly definition: TableDefinition;
  readonly puts: NonNullable<Decision<unknown>['puts']>;
}

/** `now` is epoch milliseconds. @throws InvalidInput, Refused */
export function withIndexChanges(
  definition: TableDefinition,
  change: TableChange,
  now: number,
): IndexStep {
  const updates = change.indexChanges ?? [];
  checkUpdates(updates);
  checkOnline(definition, updates);
  const attributes = change.attributes ?? [];
  let step: IndexStep = { definition, puts: [] };
  for (const update of updates) {
    const next = applyUpdate(step.definition, update, { attributes, now });
    step = { definition: next.definition, puts: [...step.puts, ...next.puts] };
  }
  return step;
}

function checkUpdates(updates: readonly IndexUpdate[]): void {
  const names = updates.map(nameOf);
  if (new Set(names).size < names.length) {
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    throw refusal(
      `Only one global secondary index update per index is allowed simultaneously. Index: ${twice}`,
    );
  }
}

/** One index at a time is built or goes; one that is being built may itself go. */
function checkOnline({ indexes }: TableDefinition, updates: readonly IndexUpdate[]): void {
  const online = updates.filter(({ kind }) => kind !== 'throughput');
  const isBuilt = (name: string): boolean =>
    indexes.some((index) => index.backfilling === true && index.name !== name);
  if (online.length > 1 || online.some((update) => isBuilt(nameOf(update)))) {
    throw new Refused({ kind: 'index-change-limit' });
  }
}

function nameOf(update: IndexUpdate): string {
  return update.kind === 'create' ? update.index.name : update.name;
}

function applyUpdate(
  definition: TableDefinition,
  update: IndexUpdate,
  { attributes, now }: { readonly attributes: NewTable['attributes']; readonly now: number },
): IndexStep {
  switch (update.kind) {
    case 'create':
      return { definition: withIndex(definition, update.index, attributes), puts: [] };
    case 'throughput': {
      const { billing } = definition;
      const indexes = replaced(definition, update.name, (index) => [
        withIndexSettings(index, update, { billing, now }),
      ]);
      return { definition: { ...definition, indexes }, puts: [] };
    }
    case 'delete': {
      const { number } = globalIndex(definition, update.name);
      return {
        definition: { ...definition, indexes: replaced(definition, update.name, () => []) },
        puts: [[garbageKey(definition.number, number), encodeRecord({ index: update.name })]],
      };
    }
  }
}

function withIndex(
  definition: TableDefinition,
  asked: Parameters<typeof newIndex>[0],
  attributes: NewTable['attributes'],
): TableDefinition {
  const { key, billing } = definition;
  const number = definition.lastIndexNumber + 1;
  const definitions = new Map([...definedAttributes(definition), ...definitionsOf(attributes)]);
  const index = { ...newIndex(asked, { key, billing, definitions, number }), backfilling: true };
  const indexes = [...definition.indexes, index];
  checkTogether(indexes);
  return { ...definition, indexes, lastIndexNumber: number };
}

/** @throws InvalidInput */
function withIndexSettings(
  index: IndexDefinition,
  update: IndexUpdate & { readonly kind: 'throughput' },
  table: { readonly billing: TableDefinition['billing']; readonly now: number },
): IndexDefinition {
  const { throughput, onDemandLimits, warmThroughput } = update;
  const { billing } = table;
  const of = { billing, index: index.name };
  let changed = index;
  if (warmThroughput !== undefined) {
    const raised = raisedWarmThroughput(warmThroughput, { ...index, ...of });
    changed = { ...changed, warmThroughput: raised };
  }
  if (onDemandLimits !== undefined && !isEmpty(onDemandLimits)) {
    const limits = changedLimits(index.onDemandLimits, onDemandLimits, of);
    const { onDemandLimits: _, ...rest } = changed;
    changed = limits === undefined ? rest : { ...rest, onDemandLimits: limits };
  }
  const isOther = changed !== index;
  return throughput === undefined && isOther
    ? changed
    : withIndexThroughput(changed, throughput, table);
}

function replaced(
  definition: TableDefinition,
  name: string,
  by: (index: IndexDefinition) => IndexDefinition[],
): IndexDefinition[] {
  const found = globalIndex(definition, name);
  return definition.indexes.flatMap((index) => (index === found ? by(index) : [index]));
}

function globalIndex({ name: table, indexes }: TableDefinition, name: string): IndexDefinition {
  const found = indexes.find((index) => index.kind === 'global' && index.name === name);
  if (found !== undefined) return found;
  throw new Refused({ kind: 'table-lacks-index', table, index: name });
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
