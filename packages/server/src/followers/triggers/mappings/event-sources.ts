// What can be mapped to functions: streams that the server itself has.

import type { StartingPosition } from '../../../lambda/mappings/event-source-mapping.ts';
import { MappingRefused } from '../../../lambda/mappings/mapping-refusal.ts';
import type { Scope } from '../../../model/table.ts';

export type EventSourceKind = 'dynamodb' | 'kinesis';

/** By kind; one that is absent is not offered. Each says whether there is a stream with an ARN of its kind. */
export type EventSources = {
  readonly [Kind in EventSourceKind]?: (scope: Scope, arn: string) => Promise<boolean>;
};

const forms: Readonly<Record<EventSourceKind, RegExp>> = {
  dynamodb: /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[^/]+$/,
  /** A stream, or one of its consumers. */
  kinesis: /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]+(?:\/consumer\/[\w.:-]+)?$/,
};

/** Undefined for what is no stream. */
function eventSourceKind(arn: string): EventSourceKind | undefined {
  if (forms.dynamodb.test(arn)) return 'dynamodb';
  return forms.kinesis.test(arn) ? 'kinesis' : undefined;
}

/**
 * Whether such a stream can be read from there; not whether it exists.
 * @throws MappingRefused
 */
export function checkEventSource(
  sources: EventSources,
  {
    arn,
    from,
    now,
  }: { readonly arn: string; readonly from: StartingPosition; readonly now: number },
): void {
  const kind = eventSourceKind(arn);
  if (kind === undefined || sources[kind] === undefined) {
    throw new MappingRefused({ kind: 'no-event-source', source: arn });
  }
  if (from.type !== 'AT_TIMESTAMP') return;
  // Observed on AWS (LocalStack's recordings): records of tables are not found by time.
  if (kind === 'dynamodb') throw new MappingRefused({ kind: 'no-such-start', source: arn });
  if (from.time > now) throw new MappingRefused({ kind: 'start-in-future' });
}

/** @throws MappingRefused unless there is such a stream in the scope */
export async function requireEventSource(
  sources: EventSources,
  scope: Scope,
  arn: string,
): Promise<void> {
  const kind = eventSourceKind(arn);
  const exists = kind === undefined ? undefined : sources[kind];
  if (!(await exists?.(scope, arn))) {
    throw new MappingRefused({ kind: 'no-stream-for-mapping', source: arn });
  }
}
