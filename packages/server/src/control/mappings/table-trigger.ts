// Reading what a control request says about a mapping between a table and a function, and refusing what cannot be
// done.

import {
  MappingProblem,
  type TableTrigger,
} from '../../followers/triggers/mappings/development-mappings.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { numberOf, requiredTextOf, textOf } from '../request-members.ts';

export interface TriggerRequest {
  /** The name of a table whose stream is enabled. */
  readonly table: string;
  /** Where a new mapping begins: with what is written from now on (LATEST, the default), or with all that the stream has. */
  readonly from?: 'LATEST' | 'TRIM_HORIZON';
  /** Records a batch at most: 1 to 10,000; 100 unless given. */
  readonly batchSize?: number;
  /** Attempts beyond the first: 0 to 10,000; without end unless given. */
  readonly retries?: number;
  /** Filter patterns, as objects or as JSON; at most 5. */
  readonly filters?: readonly (object | string)[];
}

export const triggerMembers = ['table', 'from', 'batchSize', 'retries', 'filters'];

/** As many as CreateEventSourceMapping takes. */
const MAX_FILTERS = 5;

/** @throws ControlError 400 */
export function tableTrigger(asked: JsonObject, function_: string): TableTrigger {
  const batchSize = numberOf(asked, 'batchSize', [1, 10_000]);
  const retries = numberOf(asked, 'retries', [0, 10_000]);
  const filters = filtersOf(asked);
  return {
    table: requiredTextOf(asked, 'table'),
    function: function_,
    from: fromOf(asked),
    settings: {
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
      ...(filters === undefined ? {} : { filters }),
    },
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
