// What the event source mappings of a stream did with its records.

import type { DevelopmentMappings } from '../../followers/triggers/mappings/development-mappings.ts';
import type { TriggerEngine } from '../../followers/triggers/trigger-engine.ts';
import type { Scope } from '../../model/table.ts';
import { accountView, type RecordAccountView } from './mapping-view.ts';

/** What one mapping did with a record. */
export interface RecordTriggerView extends Pick<RecordAccountView, 'status' | 'steps'> {
  /** Of the mapping. */
  readonly uuid: string;
  readonly functionArn: string;
}

interface RecordPlace {
  readonly streamArn: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** Of a record, what each mapping that has run since the server's start did with it. */
export type RecordTriggers = (record: RecordPlace) => Promise<readonly RecordTriggerView[]>;

export interface RecordTriggerParts {
  readonly mappings: Pick<DevelopmentMappings, 'list'>;
  /** Undefined while nothing was ever run. */
  readonly engine: () => TriggerEngine | undefined;
}

/** Of the mappings that the scope has now. */
export async function recordTriggers(
  { mappings, engine }: RecordTriggerParts,
  scope: Scope,
): Promise<RecordTriggers> {
  const running = engine();
  if (running === undefined) return () => Promise.resolve([]);
  const bySource = Map.groupBy(await mappings.list(scope), ({ mapping }) => mapping.eventSourceArn);
  return async ({ streamArn, ...record }) => {
    const views: RecordTriggerView[] = [];
    for (const { mapping } of bySource.get(streamArn) ?? []) {
      const { uuid, settings } = mapping;
      const account = await running.accountOf(uuid, record);
      if (account === undefined) continue;
      const { status, steps } = accountView(account);
      views.push({ uuid, functionArn: settings.functionArn, status, steps });
    }
    return views;
  };
}
