// The settings that CreateTable and UpdateTable have in common, from the wire's members to our words.

import type {
  AttributeDefinition,
  KeySchemaElement,
  ProvisionedThroughput,
  StreamSpecification,
  Tag,
} from '@aws-sdk/client-dynamodb';
import type { KeyElement, NewTable } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Throughput } from '../../model/table.ts';
import type { Checked } from '../operation.ts';

/** AWS's own bound, far beyond any quota (observed on AWS). */
const MAX_CAPACITY_UNITS = 1_000_000_000_000;

type CheckedThroughput = Checked<ProvisionedThroughput, 'ReadCapacityUnits' | 'WriteCapacityUnits'>;

export function throughputOf(throughput: ProvisionedThroughput): Throughput {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput as CheckedThroughput;
  return { readUnits: ReadCapacityUnits, writeUnits: WriteCapacityUnits };
}

export function checkThroughput(throughput: ProvisionedThroughput | undefined): void {
  if (throughput === undefined) return;
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const units = (throughput as CheckedThroughput)[name];
    if (units > MAX_CAPACITY_UNITS) {
      throw new InvalidInput('rule', `Given value ${units} for ${name} is out of bounds`);
    }
  }
}

export function streamOf(specification: StreamSpecification): NonNullable<NewTable['stream']> {
  const { StreamEnabled: enabled, StreamViewType: viewType } = specification as Checked<
    StreamSpecification,
    'StreamEnabled'
  >;
  return viewType === undefined ? { enabled } : { enabled, viewType };
}

export function keyElementsOf(schema: readonly KeySchemaElement[]): KeyElement[] {
  const elements = schema as readonly Checked<KeySchemaElement, 'AttributeName' | 'KeyType'>[];
  return elements.map((element) => ({ name: element.AttributeName, role: element.KeyType }));
}

export function keyAttributesOf(
  definitions: readonly AttributeDefinition[],
): NewTable['attributes'] {
  const attributes = definitions as readonly Checked<
    AttributeDefinition,
    'AttributeName' | 'AttributeType'
  >[];
  return attributes.map((attribute) => ({
    name: attribute.AttributeName,
    type: attribute.AttributeType,
  }));
}

export function tagsOf(tags: readonly Tag[]): Record<string, string> {
  const pairs = tags as readonly Checked<Tag, 'Key' | 'Value'>[];
  return Object.fromEntries(pairs.map((tag) => [tag.Key, tag.Value]));
}
