// From the members of a request to what changes in the settings of a mapping.

import type { UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import type { SettingsChange } from '../../../lambda/mappings/mapping-settings.ts';
import { invalidParameter } from '../lambda-errors.ts';

type Members = Omit<UpdateEventSourceMappingCommandInput, 'UUID' | 'FunctionName'>;

/** Quotas of event filtering, without what can be requested beyond (Lambda developer guide). */
const MAX_FILTERS = 5;
const MAX_PATTERN_LENGTH = 4096;

const INVALID_PATTERN = 'Invalid filter pattern definition.';

/** Members that are kept and shown, and mean nothing here. */
const STORED = [
  'KMSKeyArn',
  'MetricsConfig',
  'LoggingConfig',
  'ScalingConfig',
  'ProvisionedPollerConfig',
] as const;

/** Of event sources other than streams. */
const OF_OTHER_SOURCES = [
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'SelfManagedEventSource',
  'AmazonManagedKafkaEventSourceConfig',
  'SelfManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
];

/** What streams do not have (texts observed on AWS, the first with Kafka). @throws RestError */
export function refuseMembersOfOtherSources(input: Members): void {
  if (input.DestinationConfig?.OnSuccess !== undefined) {
    throw invalidParameter(
      'Unsupported DestinationConfig parameter for given event source mapping type.',
    );
  }
  const members: Readonly<Record<string, unknown>> = { ...input };
  const other = OF_OTHER_SOURCES.find((name) => members[name] !== undefined);
  if (other === undefined) return;
  const parameter = other.charAt(0).toLowerCase() + other.slice(1);
  throw invalidParameter(
    `Unsupported '${parameter}' parameter for given event source mapping type.`,
  );
}

/** @throws RestError */
export function settingsChange(input: Members): SettingsChange {
  const { MaximumRecordAgeInSeconds: age, FunctionResponseTypes, DestinationConfig } = input;
  // Observed on AWS (terraform-provider-aws, pull request 16113).
  if (age !== undefined && age > -1 && age < 60) {
    throw invalidParameter(
      'MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)',
    );
  }
  return given({
    enabled: input.Enabled,
    batchSize: input.BatchSize,
    batchingWindowSeconds: input.MaximumBatchingWindowInSeconds,
    parallelizationFactor: input.ParallelizationFactor,
    maximumRetryAttempts: input.MaximumRetryAttempts,
    maximumRecordAgeSeconds: age,
    bisectBatchOnFunctionError: input.BisectBatchOnFunctionError,
    tumblingWindowSeconds: input.TumblingWindowInSeconds,
    reportBatchItemFailures: FunctionResponseTypes?.includes('ReportBatchItemFailures'),
    filters: filtersOf(input),
    onFailureDestination:
      DestinationConfig === undefined ? undefined : destinationOf(DestinationConfig),
    stored: storedMembers(input),
  });
}

function filtersOf({ FilterCriteria }: Members): readonly string[] | undefined {
  if (FilterCriteria === undefined) return undefined;
  const { Filters = [] } = FilterCriteria;
  // AWS's texts about numbers and lengths are not recorded.
  if (Filters.length > MAX_FILTERS) {
    throw invalidParameter(`An event source mapping has at most ${MAX_FILTERS} filters.`);
  }
  return Filters.map(({ Pattern }) => {
    if (Pattern === undefined) throw invalidParameter(INVALID_PATTERN);
    if (Pattern.length <= MAX_PATTERN_LENGTH) return Pattern;
    throw invalidParameter(`A filter pattern has at most ${MAX_PATTERN_LENGTH} characters.`);
  });
}

/** Null for none. */
function destinationOf({ OnFailure }: NonNullable<Members['DestinationConfig']>): string | null {
  const arn = OnFailure?.Destination ?? '';
  if (arn === '') return null;
  const service = arn.split(':')[2] ?? '';
  if (arn.startsWith('arn:') && ['sqs', 'sns', 's3'].includes(service)) return arn;
  throw invalidParameter(
    `Headwater sends what a function fails on to SQS queues, SNS topics and S3 buckets, and not to ${arn}.`,
  );
}

function storedMembers(input: Members): Record<string, unknown> {
  const members: Readonly<Record<string, unknown>> = { ...input };
  return Object.fromEntries(
    STORED.filter((name) => members[name] !== undefined).map((name) => [
      name,
      isEmpty(members[name]) ? null : members[name],
    ]),
  );
}

/** An empty text or structure takes away what there was. */
function isEmpty(value: unknown): boolean {
  return value === '' || Object.keys(value as object).length === 0;
}

/** The shapes of the requests have seen to the types. */
function given(change: { readonly [Name in keyof SettingsChange]: unknown }): SettingsChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
