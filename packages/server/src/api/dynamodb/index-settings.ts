// Secondary indexes on the wire: their shapes in CreateTable and UpdateTable, and the same in our words.

import type {
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
} from '@aws-sdk/client-dynamodb';
import type { IndexUpdate, NewIndex } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { IndexProjection } from '../../model/table.ts';
import { enumeration, list, required, type Shape, string, structure } from '../validation/shape.ts';
import {
  indexName,
  keySchemaElement,
  onDemandThroughput,
  provisionedThroughput,
  warmThroughput,
} from './shapes.ts';
import {
  capacitySettingsOf,
  checkThroughput,
  keyElementsOf,
  throughputOf,
  warmThroughputOf,
} from './table-settings.ts';

const projection = required(
  structure('Projection', {
    ProjectionType: enumeration(['ALL', 'INCLUDE', 'KEYS_ONLY']),
    NonKeyAttributes: list(string({ min: 1, max: 255 }), { min: 1, max: 20 }),
  }),
);

function indexShape(mostKeyElements: number): Readonly<Record<string, Shape>> {
  return {
    IndexName: required(indexName),
    KeySchema: required(list(keySchemaElement, { min: 1, max: mostKeyElements })),
    Projection: projection,
  };
}

const localIndex = indexShape(2);

/** Five of one role are refused by the rules about keys, not here (observed on AWS). */
const globalIndex: Readonly<Record<string, Shape>> = {
  ...indexShape(8),
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
  WarmThroughput: warmThroughput,
};

export const localSecondaryIndexes = list(structure('LocalSecondaryIndex', localIndex));
export const globalSecondaryIndexes = list(structure('GlobalSecondaryIndex', globalIndex));

export const globalSecondaryIndexUpdates = list(
  structure('GlobalSecondaryIndexUpdate', {
    Update: structure('UpdateGlobalSecondaryIndexAction', {
      IndexName: required(indexName),
      ProvisionedThroughput: provisionedThroughput,
      OnDemandThroughput: onDemandThroughput,
      WarmThroughput: warmThroughput,
    }),
    Create: structure('CreateGlobalSecondaryIndexAction', globalIndex),
    Delete: structure('DeleteGlobalSecondaryIndexAction', { IndexName: required(indexName) }),
  }),
);

/** Global ones first: AWS checks them first. */
export function indexesOf(
  global: readonly GlobalSecondaryIndex[] | undefined,
  local: readonly LocalSecondaryIndex[] | undefined,
): NewIndex[] {
  if (global?.length === 0) throw refusal('List of GlobalSecondaryIndexes is empty');
  if (local?.length === 0) throw refusal('List of LocalSecondaryIndexes is empty');
  return [
    ...(global ?? []).map((one) => newIndexOf('global', one)),
    ...(local ?? []).map((one) => newIndexOf('local', one)),
  ];
}

export function newIndexOf(kind: NewIndex['kind'], asked: GlobalSecondaryIndex): NewIndex {
  const { IndexName, KeySchema, Projection, ProvisionedThroughput: throughput } = asked;
  checkThroughput(throughput);
  return {
    name: IndexName as string,
    kind,
    keySchema: keyElementsOf(KeySchema as KeySchemaElement[]),
    projection: projectionOf(Projection as Projection),
    ...(throughput === undefined ? {} : { throughput: throughputOf(throughput) }),
    ...capacitySettingsOf(asked),
  };
}

// Whether the type is there and fits the attributes is one of the rules about indexes.
function projectionOf({ ProjectionType: type, NonKeyAttributes }: Projection): IndexProjection {
  const known = { type: type as IndexProjection['type'] };
  return NonKeyAttributes === undefined ? known : { ...known, attributes: NonKeyAttributes };
}

export function indexUpdatesOf(updates: readonly GlobalSecondaryIndexUpdate[]): IndexUpdate[] {
  return updates.map(({ Create, Update, Delete }) => {
    if ([Create, Update, Delete].filter((action) => action !== undefined).length > 1) {
      throw refusal(
        'Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object',
      );
    }
    if (Create !== undefined) return { kind: 'create', index: newIndexOf('global', Create) };
    if (Delete !== undefined) return { kind: 'delete', name: Delete.IndexName as string };
    if (Update === undefined) {
      throw refusal(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
    const { ProvisionedThroughput: throughput, WarmThroughput: warm } = Update;
    checkThroughput(throughput);
    return {
      kind: 'throughput',
      name: Update.IndexName as string,
      ...(throughput === undefined ? {} : { throughput: throughputOf(throughput) }),
      ...capacitySettingsOf(Update),
      // Of an index, one without members is refused (observed on AWS).
      ...(warm === undefined ? {} : { warmThroughput: warmThroughputOf(warm) }),
    };
  });
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
