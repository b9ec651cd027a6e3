// CreateTable: from what was asked to a definition, and the commit that brings it into being.

import { randomUuid } from '../../base/uuid.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { evenPartitions } from '../../model/partition.ts';
import { tableKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition, Throughput } from '../../model/table.ts';
import type { Decision, Value } from '../../store/store.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { NewTable } from '../database.ts';
import { newIndexes } from './index-rules.ts';
import { checkDefinitions, definitionsOf, tableKeyOf } from './key-schema.ts';
import { newEncryption } from './settings/encryption.ts';
import { newLimits } from './settings/on-demand-limits.ts';
import { newWarmThroughput } from './settings/warm-throughput.ts';
import { checkedTags } from './table-tags.ts';
import { firstPlace, lastNumberKey, nextNumbers } from './table-numbers.ts';
import { isGone } from './table-status.ts';
import { lastLabelKey, openStream } from './stream-lifecycle.ts';

const INVALID = 'One or more parameter values were invalid: ';
/** Asks for a number of partitions, on CreateTable alone. */
const partitionsTag = 'headwater:partitions';
const mostPartitions = 1000;

/** What `lastNumberKey` and `lastLabelKey` hold. */
interface LastOnes {
  readonly last: Value | undefined;
  readonly lastLabel: Value | undefined;
}

type Outcome = { readonly kind: 'created'; readonly definition: TableDefinition } | Refusal;

export async function createTable(
  context: DatabaseContext,
  scope: Scope,
  asked: NewTable,
): Promise<TableDefinition> {
  const { store, catalog } = context;
  const plan = plannedTable(context, scope, asked);
  const key = tableKey({ ...scope, table: asked.name });
  const outcome = await store.commit<Outcome>({
    lanes: [catalogLane],
    reads: [key, lastNumberKey, lastLabelKey],
    decide({ values: [existing, last, lastLabel] }): Decision<Outcome> {
      if (existing !== undefined && !isGone(decodeRecord(existing), context.runtime.clock)) {
        return { result: { kind: 'table-exists', table: asked.name } };
      }
      const { numbers, puts: counted } = nextNumbers(last, 1);
      const { definition, puts } = plan(numbers[0] as number, { last, lastLabel });
      return {
        puts: [[key, encodeRecord(definition)], ...counted, ...puts],
        result: { kind: 'created', definition },
      };
    },
  });
  catalog.forget(scope, asked.name);
  if (outcome.kind !== 'created') throw new Refused(outcome);
  return outcome.definition;
}

/** The table that was asked for, as soon as its number is known. @throws InvalidInput */
function plannedTable(context: DatabaseContext, scope: Scope, asked: NewTable) {
  const definitions = definitionsOf(asked.attributes);
  const askedIndexes = asked.indexes ?? [];
  checkDefinitions(definitions, {
    table: asked.keySchema,
    indexes: askedIndexes.flatMap(({ keySchema }) => keySchema),
  });
  const key = tableKeyOf(asked.keySchema, definitions);
  const { billing, throughput } = billingOf(asked);
  const indexes = newIndexes(askedIndexes, { key, definitions, billing });
  const viewType = streamViewTypeOf(asked.stream);
  const capacity = capacityOf(asked, { billing, throughput });
  const tags = checkedTags(asked.tags ?? []);
  const partitionCount = partitionCountOf(tags, context.options.partitions);
  const { runtime, options } = context;
  const encryption = newEncryption(asked.encryption, scope, runtime);
  const now = runtime.clock.now();
  const id = randomUuid(runtime);
  return (number: number, { last, lastLabel }: LastOnes) => {
    const plain: TableDefinition = {
      ...scope,
      name: asked.name,
      id,
      number,
      key,
      indexes,
      lastIndexNumber: indexes.length,
      partitions: evenPartitions(number, partitionCount, firstPlace(last, now)),
      billing,
      throughput,
      ...capacity,
      ...(encryption === undefined ? {} : { encryption }),
      ...(asked.tableClass === undefined ? {} : { tableClass: asked.tableClass }),
      deletionProtection: asked.deletionProtection ?? false,
      tags,
      createdAt: now,
      ...(options.transitionMs === 0
        ? {}
        : { transition: { status: 'CREATING', until: now + options.transitionMs } }),
    };
    if (viewType === undefined) return { definition: plain, puts: [] };
    return openStream(context, plain, { viewType, now, lastLabel, head: () => 0 });
  };
}

function capacityOf(
  asked: NewTable,
  billed: ReturnType<typeof billingOf>,
): Pick<TableDefinition, 'onDemandLimits' | 'warmThroughput'> {
  const onDemandLimits = newLimits(asked.onDemandLimits, { billing: billed.billing });
  const warmThroughput = newWarmThroughput(asked.warmThroughput, billed);
  return {
    ...(onDemandLimits === undefined ? {} : { onDemandLimits }),
    ...(warmThroughput === undefined ? {} : { warmThroughput }),
  };
}

export function billingOf(asked: Pick<NewTable, 'billing' | 'throughput'>): {
  readonly billing: TableDefinition['billing'];
  readonly throughput: Throughput;
} {
  const billing = asked.billing ?? 'PROVISIONED';
  if (billing === 'PAY_PER_REQUEST') {
    if (asked.throughput !== undefined) {
      const text = `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`;
      throw new InvalidInput('rule', text);
    }
    return { billing, throughput: { readUnits: 0, writeUnits: 0 } };
  }
  if (asked.throughput === undefined) {
    const text = `${INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`;
    throw new InvalidInput('rule', text);
  }
  return { billing, throughput: asked.throughput };
}

function streamViewTypeOf(stream: NewTable['stream']) {
  if (stream === undefined) return undefined;
  if (!stream.enabled) {
    if (stream.viewType === undefined) return undefined;
    const text = `${INVALID}Table is being created with a stream disabled, UpdateViewType should not be specified`;
    throw new InvalidInput('rule', text);
  }
  if (stream.viewType === undefined) {
    const text = `${INVALID}Table is being created with a stream enabled, UpdateViewType is required`;
    throw new InvalidInput('rule', text);
  }
  return stream.viewType;
}

function partitionCountOf(tags: TableDefinition['tags'], usual: number): number {
  const tag = tags[partitionsTag];
  if (tag === undefined) return usual;
  const count = Number(tag);
  if (Number.isInteger(count) && count >= 1 && count <= mostPartitions) return count;
  const text = `${INVALID}The tag ${partitionsTag} asks for a number of partitions from 1 to ${mostPartitions}; it says ${tag}`;
  throw new InvalidInput('rule', text);
}
