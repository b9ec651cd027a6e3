// How Lambda shows an event source mapping. Which members there are was observed on AWS (LocalStack's
// recordings).

import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { ShownMapping } from '../../../lambda/mappings/mapping-changes.ts';
import { mappingArn } from '../../../lambda/mappings/mapping-arn.ts';

/** Nobody but users changes mappings. */
const REASON = 'User action';

export function mappingConfiguration({
  mapping,
  state,
  changedAt,
}: ShownMapping): Record<string, unknown> {
  const { settings } = mapping;
  const { onFailureDestination: destination, filters } = settings;
  const { ScalingConfig, KMSKeyArn, MetricsConfig, ProvisionedPollerConfig, LoggingConfig } =
    settings.stored;
  return present({
    BatchSize: settings.batchSize,
    BisectBatchOnFunctionError: settings.bisectBatchOnFunctionError,
    DestinationConfig: {
      OnFailure: destination === undefined ? {} : { Destination: destination },
    },
    EventSourceArn: mapping.eventSourceArn,
    EventSourceMappingArn: mappingArn(mapping),
    FilterCriteria:
      filters.length === 0 ? undefined : { Filters: filters.map((Pattern) => ({ Pattern })) },
    FunctionArn: settings.functionArn,
    FunctionResponseTypes: settings.reportBatchItemFailures ? ['ReportBatchItemFailures'] : [],
    KMSKeyArn,
    LastModified: changedAt / 1000,
    LastProcessingResult: mapping.lastProcessingResult,
    LoggingConfig,
    MaximumBatchingWindowInSeconds: settings.batchingWindowSeconds,
    MaximumRecordAgeInSeconds: settings.maximumRecordAgeSeconds,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MetricsConfig,
    ParallelizationFactor: settings.parallelizationFactor,
    ProvisionedPollerConfig,
    ScalingConfig,
    ...startMembers(mapping),
    State: state,
    StateTransitionReason: REASON,
    TumblingWindowInSeconds: settings.tumblingWindowSeconds,
    UUID: mapping.uuid,
  });
}

function startMembers({ startingPosition: start }: EventSourceMapping): Record<string, unknown> {
  return {
    StartingPosition: start.type,
    StartingPositionTimestamp: start.type === 'AT_TIMESTAMP' ? start.time / 1000 : undefined,
  };
}

function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
