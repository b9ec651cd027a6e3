// What belongs to a function beside its versions: tags, reserved concurrency, and what becomes of its
// asynchronous invocations that fail.

import { functionArn, type FunctionName } from './function.ts';
import { notFound } from './function-catalog.ts';
import type { FunctionParts } from './function-changes.ts';
import type { FunctionReference } from './function-reference.ts';
import { FunctionRefused } from './function-refusal.ts';
import { type EventConfig, type FunctionRecord, LATEST } from './function-record.ts';
import { hasQualifier } from './qualifiers.ts';

export function tagFunction(
  { catalog }: FunctionParts,
  name: FunctionName,
  {
    add,
    remove,
  }: { readonly add: Readonly<Record<string, string>>; readonly remove: readonly string[] },
): Promise<void> {
  const gone = new Set(remove);
  return catalog.change<void>(name, (record) => {
    if (record === undefined) throw notFound(name);
    const kept = Object.entries({ ...record.tags, ...add }).filter(([key]) => !gone.has(key));
    return { record: { ...record, tags: Object.fromEntries(kept) }, result: undefined };
  });
}

/** Undefined takes the limit away. */
export function reserveConcurrency(
  { catalog }: FunctionParts,
  name: FunctionName,
  limit: number | undefined,
): Promise<void> {
  return catalog.change<void>(name, (record) => {
    if (record === undefined) throw notFound(name, limit === undefined ? undefined : LATEST);
    const { reservedConcurrency, ...rest } = record;
    if (reservedConcurrency === limit) return { result: undefined };
    const changed = limit === undefined ? rest : { ...rest, reservedConcurrency: limit };
    return { record: changed, result: undefined };
  });
}

/** The members that are given; the others are taken from the config that there is if `merge` says so. */
export function putEventConfig(
  { catalog, runtime }: FunctionParts,
  reference: FunctionReference,
  asked: {
    readonly config: Omit<EventConfig, 'qualifier' | 'modifiedAt'>;
    readonly merge: boolean;
  },
): Promise<EventConfig> {
  const { qualifier = LATEST } = reference;
  const modifiedAt = runtime.clock.now();
  return catalog.change(reference, (record) => {
    if (record === undefined || !hasQualifier(record, qualifier)) {
      throw new FunctionRefused({ kind: 'no-function-for-event-config' });
    }
    const known = findEventConfig(record, qualifier);
    if (asked.merge && known === undefined) throw noEventConfig(reference);
    const config = { ...(asked.merge ? known : {}), ...asked.config, qualifier, modifiedAt };
    return { record: withEventConfig(record, config), result: config };
  });
}

export async function eventConfigOf(
  { catalog }: FunctionParts,
  reference: FunctionReference,
): Promise<EventConfig> {
  const record = await catalog.find(reference);
  const config =
    record === undefined ? undefined : findEventConfig(record, reference.qualifier ?? LATEST);
  if (config === undefined) throw noEventConfig(reference);
  return config;
}

export function deleteEventConfig(
  { catalog }: FunctionParts,
  reference: FunctionReference,
): Promise<void> {
  const { qualifier = LATEST } = reference;
  return catalog.change<void>(reference, (record) => {
    if (record === undefined || findEventConfig(record, qualifier) === undefined) {
      throw noEventConfig(reference);
    }
    const eventConfigs = record.eventConfigs.filter((config) => config.qualifier !== qualifier);
    return { record: { ...record, eventConfigs }, result: undefined };
  });
}

export function findEventConfig(
  record: FunctionRecord,
  qualifier: string,
): EventConfig | undefined {
  return record.eventConfigs.find((config) => config.qualifier === qualifier);
}

function withEventConfig(record: FunctionRecord, config: EventConfig): FunctionRecord {
  const others = record.eventConfigs.filter(({ qualifier }) => qualifier !== config.qualifier);
  const eventConfigs = [...others, config].toSorted((a, b) => (a.qualifier < b.qualifier ? -1 : 1));
  return { ...record, eventConfigs };
}

function noEventConfig(reference: FunctionReference): FunctionRefused {
  const arn = functionArn(reference, reference.qualifier ?? LATEST);
  return new FunctionRefused({ kind: 'event-config-not-found', arn });
}
