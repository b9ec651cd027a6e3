// The settings that CreateTable and UpdateTable have in common, from the wire's members to our words.

import type {
  AttributeDefinition,
  KeySchemaElement,
  OnDemandThroughput,
  ProvisionedThroughput,
  SSESpecification,
  StreamSpecification,
  Tag,
  WarmThroughput,
} from '@aws-sdk/client-dynamodb';
import type { EncryptionRequest, KeyElement, NewIndex, NewTable } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { OnDemandLimits, Throughput } from '../../model/table.ts';
import type { Checked } from '../operation.ts';

/** AWS's own bound, far beyond any quota (observed on AWS). */
const MAX_CAPACITY_UNITS = 1_000_000_000_000;

type CheckedThroughput = Checked<ProvisionedThroughput, 'ReadCapacityUnits' | 'WriteCapacityUnits'>;

export function throughputOf(throughput: ProvisionedThroughput): Throughput {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput as CheckedThroughput;
  return { readUnits: ReadCapacityUnits, writeUnits: WriteCapacityUnits };
}

function onDemandLimitsOf(limits: OnDemandThroughput): OnDemandLimits {
  const { MaxReadRequestUnits, MaxWriteRequestUnits } = limits;
  return units(MaxReadRequestUnits, MaxWriteRequestUnits);
}

export function warmThroughputOf(warm: WarmThroughput): Partial<Throughput> {
  return units(warm.ReadUnitsPerSecond, warm.WriteUnitsPerSecond);
}

function units(readUnits: number | undefined, writeUnits: number | undefined): OnDemandLimits {
  return {
    ...(readUnits === undefined ? {} : { readUnits }),
    ...(writeUnits === undefined ? {} : { writeUnits }),
  };
}

export function encryptionOf(specification: SSESpecification): EncryptionRequest {
  const { Enabled: enabled, SSEType: type, KMSMasterKeyId: key } = specification;
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(type === undefined ? {} : { type }),
    ...(key === undefined ? {} : { key }),
  };
}

/** What tables and indexes name alike. AWS takes a structure without members as none (observed). */
export function capacitySettingsOf(input: {
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
  readonly WarmThroughput?: WarmThroughput | undefined;
}): Pick<NewIndex, 'onDemandLimits' | 'warmThroughput'> {
  const { OnDemandThroughput: limits, WarmThroughput: warm } = input;
  return {
    ...(isEmpty(limits) ? {} : { onDemandLimits: onDemandLimitsOf(limits) }),
    ...(isEmpty(warm) ? {} : { warmThroughput: warmThroughputOf(warm) }),
  };
}

function isEmpty(structure: object | undefined): structure is undefined {
  return structure === undefined || Object.keys(structure).length === 0;
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

/** AWS reports a member that is missing as the text `null`. */
export function tagsOf(tags: readonly Tag[]): NonNullable<NewTable['tags']> {
  return tags.map(({ Key, Value }) => {
    if (Key === undefined) throw invalidTag('The Tag Key provided is invalid, Key: null');
    if (Value === undefined) throw invalidTag('The Tag Value provided is invalid, Value: null');
    return { key: Key, value: Value };
  });
}

function invalidTag(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
