// Reading what a control request says about a mapping between a table and a function, and refusing what cannot be
// done.

import {
  MappingProblem,
  type TableTrigger,
} from '../../followers/triggers/mappings/development-mappings.ts';
import type { SettingsChange } from '../../lambda/mappings/mapping-settings.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { booleanOf, numberOf, requiredTextOf, textOf } from '../request-members.ts';

/** What is absent stays as it is, and of a new mapping it is the default. */
export interface TriggerRequest {
  /** The name of a table whose stream is enabled. */
  readonly table: string;
  /** Where a new mapping begins: with what is written from now on (LATEST, the default), or with all that the stream has. */
  readonly from?: 'LATEST' | 'TRIM_HORIZON';
  /** Records a batch at most: 1 to 10,000; 100 unless given. */
  readonly batchSize?: number;
  /** Seconds that a batch may wait to fill: 0 to 300. */
  readonly batchingWindow?: number;
  /** Batches of one shard in work at once: 1 to 10. */
  readonly parallelization?: number;
  /** Attempts beyond the first: 0 to 10,000; without end, which is -1, unless given. */
  readonly retries?: number;
  /** Seconds after which a record is given up: 60 to 604,800, or -1 for never. */
  readonly maxAge?: number;
  /** Whether a batch that fails comes again in two parts. */
  readonly bisect?: boolean;
  /** Seconds of a tumbling window: 1 to 900, or 0 for none. */
  readonly tumblingWindow?: number;
  /** Whether the function answers which records failed. */
  readonly reportFailures?: boolean;
  /** Filter patterns, as objects or as JSON; at most 5. */
  readonly filters?: readonly (object | string)[];
  /** The ARN of the queue, topic or bucket that gets what is given up; none when it is empty. */
  readonly onFailure?: string;
  readonly enabled?: boolean;
}

/** What a mapping has of which nothing is said, for whoever says what it is to be as a whole. */
export const usualTrigger = {
  batchSize: 100,
  batchingWindow: 0,
  parallelization: 1,
  retries: -1,
  maxAge: -1,
  bisect: false,
  tumblingWindow: 0,
  reportFailures: false,
  filters: [],
  onFailure: '',
  enabled: true,
} as const satisfies Omit<TriggerRequest, 'table' | 'from'>;

export const triggerMembers = ['table', 'from', ...Object.keys(usualTrigger)];

/** As many as CreateEventSourceMapping takes. */
const MAX_FILTERS = 5;

/** @throws ControlError 400 */
export function tableTrigger(asked: JsonObject, function_: string): TableTrigger {
  return {
    table: requiredTextOf(asked, 'table'),
    function: function_,
    from: fromOf(asked),
    settings: given({
      batchSize: numberOf(asked, 'batchSize', [1, 10_000]),
      batchingWindowSeconds: numberOf(asked, 'batchingWindow', [0, 300]),
      parallelizationFactor: numberOf(asked, 'parallelization', [1, 10]),
      maximumRetryAttempts: numberOf(asked, 'retries', [-1, 10_000]),
      maximumRecordAgeSeconds:
        asked['maxAge'] === -1 ? -1 : numberOf(asked, 'maxAge', [60, 604_800]),
      bisectBatchOnFunctionError: booleanOf(asked, 'bisect'),
      tumblingWindowSeconds: numberOf(asked, 'tumblingWindow', [0, 900]),
      reportBatchItemFailures: booleanOf(asked, 'reportFailures'),
      filters: filtersOf(asked),
      onFailureDestination: destinationOf(asked),
      enabled: booleanOf(asked, 'enabled'),
    }),
  };
}

/** An error of the control surface for what cannot be done; others as they are. */
export function controlErrorOf(error: unknown): unknown {
  if (!(error instanceof MappingProblem)) return error;
  const status = { invalid: 400, missing: 404, busy: 409 }[error.kind];
  return new ControlError(status, error.message);
}

function fromOf(asked: JsonObject): TableTrigger['from'] {
  const from = textOf(asked, 'from') ?? 'LATEST';
  if (from === 'LATEST' || from === 'TRIM_HORIZON') return from;
  throw new ControlError(400, `from takes LATEST or TRIM_HORIZON; it is ${from}.`);
}

function filtersOf({ filters }: JsonObject): readonly string[] | undefined {
  if (filters === undefined) return undefined;
  if (!Array.isArray(filters) || filters.length > MAX_FILTERS) {
    throw new ControlError(400, `filters takes a list of at most ${MAX_FILTERS} patterns.`);
  }
  return filters.map((filter: unknown) =>
    typeof filter === 'string' ? filter : JSON.stringify(filter),
  );
}

/** Null for none. */
function destinationOf(asked: JsonObject): string | null | undefined {
  if (asked['onFailure'] === '') return null;
  const arn = textOf(asked, 'onFailure');
  if (arn === undefined || /^arn:[^:]+:(?:sqs|sns|s3):/.test(arn)) return arn;
  throw new ControlError(
    400,
    `onFailure takes the ARN of a queue, a topic or a bucket; it is ${arn}.`,
  );
}

function given(change: { readonly [Name in keyof SettingsChange]: unknown }): SettingsChange {
  // Each was read as what it is to be.
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
