// Members of requests about event source mappings (AWS's service model), in its order.

import { regexPattern } from '../../validation/regex-pattern.ts';
import {
  boolean,
  enumeration,
  integer,
  list,
  required,
  string,
  structure,
} from '../../validation/shape.ts';
import { namespacedFunctionName, REGION, resourceArn } from '../shapes.ts';

const ARN = String.raw`arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:(${REGION})?:(\d{12})?:(.*)`;

export const eventSourceArn = string({ min: 0, max: 10_000, pattern: regexPattern(ARN) });

export const mappingUuid = required(string({ min: 36, max: 36 }));

const { presence: _, ...optionalFunctionName } = namespacedFunctionName;

/** Of UpdateEventSourceMapping and ListEventSourceMappings, which need none. */
export const otherFunctionName = optionalFunctionName;

const destination = structure('Destination', {
  Destination: string({
    min: 0,
    max: 350,
    pattern: regexPattern(String.raw`$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|${ARN}`),
  }),
});

/** The first half of what CreateEventSourceMapping and UpdateEventSourceMapping share. */
export const handOutMembers = {
  Enabled: boolean(),
  BatchSize: integer({ min: 1, max: 10_000 }),
  FilterCriteria: structure('FilterCriteria', {
    // How many and how long they may be is judged with what they say.
    Filters: list(structure('Filter', { Pattern: string() })),
  }),
  KMSKeyArn: resourceArn,
  MetricsConfig: structure('EventSourceMappingMetricsConfig', {
    Metrics: list(enumeration(['EventCount', 'ErrorCount', 'KafkaMetrics']), { min: 0, max: 3 }),
  }),
  LoggingConfig: structure('EventSourceMappingLoggingConfig', {
    SystemLogLevel: enumeration(['DEBUG', 'INFO', 'WARN']),
  }),
  ScalingConfig: structure('ScalingConfig', { MaximumConcurrency: integer({ min: 2, max: 1000 }) }),
  MaximumBatchingWindowInSeconds: integer({ min: 0, max: 300 }),
  ParallelizationFactor: integer({ min: 1, max: 10 }),
};

/** The second half. */
export const failureMembers = {
  DestinationConfig: structure('DestinationConfig', {
    OnSuccess: destination,
    OnFailure: destination,
  }),
  MaximumRecordAgeInSeconds: integer({ min: -1, max: 604_800 }),
  BisectBatchOnFunctionError: boolean(),
  MaximumRetryAttempts: integer({ min: -1, max: 10_000 }),
  TumblingWindowInSeconds: integer({ min: 0, max: 900 }),
  FunctionResponseTypes: list(enumeration(['ReportBatchItemFailures']), { min: 0, max: 1 }),
  ProvisionedPollerConfig: structure('ProvisionedPollerConfig', {
    MinimumPollers: integer({ min: 1, max: 200 }),
    MaximumPollers: integer({ min: 1, max: 10_000 }),
    PollerGroupName: string({ min: 0, max: 128, pattern: regexPattern('[a-zA-Z0-9-_]*') }),
  }),
};
