// UpdateTable's GlobalSecondaryIndexUpdates, as a step from one definition to the next. A new index
// begins in back-fill (`back-filler.ts`); a deleted one leaves its entries to the sweeper.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { garbageKey } from '../../model/storage-keys.ts';
import {
  definedAttributes,
  type IndexDefinition,
  type KeyAttribute,
  type KeyParts,
  partsOf,
  type TableDefinition,
} from '../../model/table.ts';
import type { Decision } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import type { IndexUpdate, NewIndex, TableChange } from '../database.ts';
import { nextIndexNumber } from './index-numbers.ts';
import { checkTogether, mostGlobal, newIndex } from './index-rules.ts';
import { definitionsOf } from './key-schema.ts';
import { changedLimits, isEmpty } from './settings/on-demand-limits.ts';
import { withIndexThroughput } from './settings/throughput.ts';
import { raisedWarmThroughput } from './settings/warm-throughput.ts';

type AskedAttributes = TableChange['attributes'];

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
  const { attributes } = change;
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
  { attributes, now }: { readonly attributes: AskedAttributes; readonly now: number },
): IndexStep {
  switch (update.kind) {
    case 'create':
      return { definition: withIndex(definition, update.index, attributes), puts: [] };
    case 'throughput': {
      const { billing } = definition;
      const indexes = replaced(definition, update, (index) => [
        withIndexSettings(index, update, { billing, now }),
      ]);
      return { definition: { ...definition, indexes }, puts: [] };
    }
    case 'delete': {
      const { number } = globalIndex(definition, update);
      return {
        definition: { ...definition, indexes: replaced(definition, update, () => []) },
        puts: [[garbageKey(definition.number, number), encodeRecord({ index: update.name })]],
      };
    }
  }
}

function withIndex(
  definition: TableDefinition,
  asked: NewIndex,
  attributes: AskedAttributes,
): TableDefinition {
  const { key, billing } = definition;
  if (definition.indexes.some(({ name }) => name === asked.name)) {
    throw new InvalidInput('rule', 'Attempting to create an index which already exists');
  }
  // Those that the table has already have to be named again (observed on AWS).
  if (attributes === undefined) {
    throw refusal(`AttributeDefinitions is not specified for index: ${asked.name}`);
  }
  if (definition.indexes.filter(({ kind }) => kind === 'global').length >= mostGlobal) {
    throw new Refused({ kind: 'too-many-indexes', limit: mostGlobal });
  }
  const definitions = definitionsOf(attributes);
  const number = nextIndexNumber(definition);
  const built = newIndex(asked, { key, billing, definitions, number, isAdded: true });
  refuseOtherTypes(definition, built);
  const indexes = [...definition.indexes, { ...built, backfilling: true }];
  checkTogether(indexes);
  return { ...definition, indexes, lastIndexNumber: number };
}

/** An attribute has one type in all keys. */
function refuseOtherTypes(definition: TableDefinition, { key }: IndexDefinition): void {
  const known = definedAttributes(definition);
  const isOther = ({ name, type }: KeyAttribute): boolean => (known.get(name) ?? type) !== type;
  const other = [...key.partition, ...key.sort].find(isOther);
  if (other === undefined) return;
  const keys = [partsOf(definition.key), ...definition.indexes.map((index) => index.key)];
  const existing = keys.find(({ partition, sort }) =>
    [...partition, ...sort].some(({ name }) => name === other.name),
  );
  throw refusal(
    `Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: ${schemaText(existing ?? key)} New schema: ${schemaText(key)}`,
  );
}

function schemaText({ partition, sort }: KeyParts): string {
  const element = (role: string, { name, type }: KeyAttribute): string =>
    `SchemaElement: key{${name}:${type}:${role}}`;
  const elements = [
    ...partition.map((attribute) => element('HASH', attribute)),
    ...sort.map((attribute) => element('RANGE', attribute)),
  ];
  return `Schema:[${elements.join(', ')}]`;
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

type UpdateOfKnown = Exclude<IndexUpdate, { readonly kind: 'create' }>;

function replaced(
  definition: TableDefinition,
  update: UpdateOfKnown,
  by: (index: IndexDefinition) => IndexDefinition[],
): IndexDefinition[] {
  const found = globalIndex(definition, update);
  return definition.indexes.flatMap((index) => (index === found ? by(index) : [index]));
}

function globalIndex(
  { name: table, indexes }: TableDefinition,
  { kind, name }: UpdateOfKnown,
): IndexDefinition {
  const found = indexes.find((index) => index.name === name);
  if (found === undefined) throw new Refused({ kind: 'table-lacks-index', table, index: name });
  if (found.kind === 'global') return found;
  const verb = kind === 'delete' ? 'delete' : 'update';
  const text = `Cannot ${verb} an index that is not a GlobalSecondaryIndex: ${name}`;
  throw new InvalidInput('rule', text);
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
