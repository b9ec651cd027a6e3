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
import type { IndexUpdate, NewTable, TableChange } from '../database.ts';
import { checkTogether, newIndex } from './index-rules.ts';
import { definitionsOf } from './key-schema.ts';

export interface IndexStep {
  readonly definition: TableDefinition;
  readonly puts: NonNullable<Decision<unknown>['puts']>;
}

/** @throws InvalidInput */
export function withIndexChanges(definition: TableDefinition, change: TableChange): IndexStep {
  const updates = change.indexChanges ?? [];
  checkUpdates(updates);
  let step: IndexStep = { definition, puts: [] };
  for (const update of updates) {
    const next = applyUpdate(step.definition, update, change.attributes ?? []);
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
  if (updates.filter(({ kind }) => kind !== 'throughput').length > 1) {
    throw new InvalidInput(
      'rule',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
}

function nameOf(update: IndexUpdate): string {
  return update.kind === 'create' ? update.index.name : update.name;
}

function applyUpdate(
  definition: TableDefinition,
  update: IndexUpdate,
  attributes: NewTable['attributes'],
): IndexStep {
  switch (update.kind) {
    case 'create':
      return { definition: withIndex(definition, update.index, attributes), puts: [] };
    case 'throughput': {
      const { throughput } = update;
      const indexes = replaced(definition, update.name, (index) => [{ ...index, throughput }]);
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
  const text = `Requested resource not found: Table: ${table} Index: ${name} not found`;
  throw new InvalidInput('rule', text);
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
