// Event source mappings as people have them: making, changing and deleting them, and keeping the engine to what
// the catalog says. What concerns one mapping is done one after another.

import type { Logger } from '../../../base/logger.ts';
import type { Runtime } from '../../../base/runtime.ts';
import { Turns } from '../../../base/turns.ts';
import { randomUuid } from '../../../base/uuid.ts';
import { functionArn } from '../../../lambda/functions/function.ts';
import type { FunctionCatalog } from '../../../lambda/functions/function-catalog.ts';
import type { FunctionReference } from '../../../lambda/functions/function-reference.ts';
import { hasQualifier } from '../../../lambda/functions/qualifiers.ts';
import type {
  EventSourceMapping,
  StartingPosition,
} from '../../../lambda/mappings/event-source-mapping.ts';
import type { MappingCatalog, MappingId } from '../../../lambda/mappings/mapping-catalog.ts';
import {
  alreadyMapped,
  changeable,
  inTransition,
  present,
  type ShownMapping,
  shownMapping,
  updateTransition,
} from '../../../lambda/mappings/mapping-changes.ts';
import {
  isDeleting,
  isGone,
  type MappingRecord,
  type MappingTransition,
} from '../../../lambda/mappings/mapping-record.ts';
import { MappingRefused } from '../../../lambda/mappings/mapping-refusal.ts';
import {
  changedSettings,
  defaultSettings,
  type SettingsChange,
} from '../../../lambda/mappings/mapping-settings.ts';
import type { Scope } from '../../../model/table.ts';
import { compilePattern } from '../filters/compile-pattern.ts';
import type { TriggerEngine } from '../trigger-engine.ts';
import { checkEventSource, type EventSources, requireEventSource } from './event-sources.ts';
import { RunningMappings } from './running-mappings.ts';

export interface MappingServiceParts {
  readonly catalog: MappingCatalog;
  readonly functions: FunctionCatalog;
  readonly sources: EventSources;
  /** Called when there is something to run. */
  readonly openEngine: () => Promise<TriggerEngine>;
  readonly runtime: Runtime;
  /** How long mappings stay Creating, Updating and so on. */
  readonly transitionMs: number;
  readonly log: Logger;
}

export interface NewMapping {
  /** Its account and region are the mapping's. */
  readonly function: FunctionReference;
  readonly eventSourceArn: string;
  readonly startingPosition: StartingPosition;
  readonly settings: SettingsChange;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MappingUpdate {
  /** Another function to call. */
  readonly function?: FunctionReference | undefined;
  readonly settings: SettingsChange;
}

/** LastProcessingResult before the first batch (observed on AWS). */
const NOTHING_PROCESSED = 'No records processed';

/** What is refused rejects with MappingRefused, or InvalidPattern for a filter that is none. */
export class MappingService implements AsyncDisposable {
  readonly #parts: MappingServiceParts;
  readonly #running: RunningMappings;
  readonly #turns = new Turns();
  readonly #closing = new AbortController();

  constructor(parts: MappingServiceParts) {
    this.#parts = parts;
    this.#running = new RunningMappings(parts);
  }

  /** Undefined while nothing was ever run. */
  get engine(): TriggerEngine | undefined {
    return this.#running.engine;
  }

  /** Goes on with what the catalog has. A mapping that cannot be started is told to the log. */
  async resume(): Promise<void> {
    const starting: Promise<void>[] = [];
    for await (const { mapping } of this.#parts.catalog.all()) {
      starting.push(this.#turns.take(mapping.uuid, () => this.#resumeOne(mapping)));
    }
    await Promise.all(starting);
  }

  /** Once this resolves, every record that is written will be seen. */
  async create(asked: NewMapping): Promise<ShownMapping> {
    const { runtime, sources } = this.#parts;
    const { function: reference, eventSourceArn, startingPosition, tags } = asked;
    const { account, region } = reference;
    const now = runtime.clock.now();
    checkEventSource(sources, { arn: eventSourceArn, from: startingPosition, now });
    checkFilters(asked.settings);
    await this.#requireFunction(reference);
    await requireEventSource(sources, { account, region }, eventSourceArn);
    const initial = { ...defaultSettings, functionArn: arnOf(reference) };
    const mapping: EventSourceMapping = {
      account,
      region,
      uuid: randomUuid(runtime),
      eventSourceArn,
      startingPosition,
      settings: changedSettings(initial, asked.settings),
      tags,
      modifiedAt: now,
      lastProcessingResult: NOTHING_PROCESSED,
    };
    return this.#turns.take(mapping.uuid, () => this.#add(mapping, reference));
  }

  async get(id: MappingId): Promise<ShownMapping> {
    const { catalog, runtime } = this.#parts;
    const { uuid } = id;
    const { clock } = runtime;
    return shownMapping(present(await catalog.find(id), { uuid, clock }), { clock });
  }

  /** Those of the scope behind a UUID, in the order of their UUIDs. */
  async *list(scope: Scope, after?: string): AsyncGenerator<ShownMapping> {
    const { clock } = this.#parts.runtime;
    for await (const record of this.#parts.catalog.list(scope, after)) {
      if (!isGone(record, clock)) yield shownMapping(record, { clock });
    }
  }

  update(id: MappingId, update: MappingUpdate): Promise<ShownMapping> {
    const { catalog, runtime } = this.#parts;
    const { clock } = runtime;
    return this.#turns.take(id.uuid, async () => {
      const { uuid } = id;
      const { mapping: known } = changeable(await catalog.find(id), {
        uuid,
        action: 'update',
        clock,
      });
      checkFilters(update.settings);
      if (update.function !== undefined) await this.#requireFunction(update.function);
      if (update.settings.enabled ?? known.settings.enabled) {
        await requireEventSource(this.#parts.sources, known, known.eventSourceArn);
      }
      const record = await this.#change(known, update);
      const { mapping, transition } = record;
      if (mapping.settings.enabled) await this.#running.start(mapping);
      else await this.#running.stop(uuid);
      return shownMapping(record, { clock, ...(transition && { begun: transition.state }) });
    });
  }

  delete(id: MappingId): Promise<ShownMapping> {
    const { catalog, runtime } = this.#parts;
    const { clock } = runtime;
    return this.#turns.take(id.uuid, async () => {
      const deleting = await catalog.change(id, (known) => {
        const { mapping } = changeable(known, { uuid: id.uuid, action: 'delete', clock });
        const record = this.#inTransition(mapping, 'Deleting');
        return { record, result: record };
      });
      await this.#finishDeletion(deleting);
      return shownMapping(deleting, { clock, begun: 'Deleting' });
    });
  }

  tag(
    id: MappingId,
    tags: { readonly add: Readonly<Record<string, string>>; readonly remove: readonly string[] },
  ): Promise<void> {
    const { catalog, runtime } = this.#parts;
    const removed = new Set(tags.remove);
    return catalog.change<void>(id, (known) => {
      const record = present(known, { uuid: id.uuid, clock: runtime.clock });
      const all = Object.entries({ ...record.mapping.tags, ...tags.add });
      const kept = Object.fromEntries(all.filter(([key]) => !removed.has(key)));
      return {
        record: { ...record, mapping: { ...record.mapping, tags: kept } },
        result: undefined,
      };
    });
  }

  /** Resolves when nothing is under way that can go on without time passing; at once when nothing is. */
  async settled(): Promise<void> {
    await this.#turns.settled();
    await this.#running.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#turns.settled();
    await this.#running[Symbol.asyncDispose]();
  }

  async #resumeOne(mapping: EventSourceMapping): Promise<void> {
    const { catalog, log } = this.#parts;
    try {
      // Somebody may have changed it since the catalog was read.
      const record = await catalog.find(mapping);
      if (record === undefined) return;
      if (isDeleting(record)) await this.#finishDeletion(record);
      else if (record.mapping.settings.enabled) await this.#running.start(record.mapping);
    } catch (error) {
      const { uuid, eventSourceArn: source } = mapping;
      const about = { mapping: uuid, source };
      if (error instanceof MappingRefused) log.warn('The stream of a mapping is gone', about);
      else log.error('An event source mapping does not run', { ...about, error });
    }
  }

  async #add(mapping: EventSourceMapping, { name }: FunctionReference): Promise<ShownMapping> {
    const { catalog, runtime } = this.#parts;
    const record = this.#inTransition(mapping, 'Creating');
    const other = await catalog.add(record);
    if (other !== undefined) throw alreadyMapped(mapping, { function: name, uuid: other });
    try {
      if (mapping.settings.enabled) await this.#running.start(mapping);
    } catch (error) {
      await this.#remove(mapping);
      throw error;
    }
    return shownMapping(record, { clock: runtime.clock, begun: 'Creating' });
  }

  async #change(
    known: EventSourceMapping,
    { function: reference, settings }: MappingUpdate,
  ): Promise<MappingRecord> {
    const { catalog, runtime } = this.#parts;
    const { uuid } = known;
    const arn = reference === undefined ? known.settings.functionArn : arnOf(reference);
    const decide = (record: MappingRecord | undefined): MappingRecord => {
      const { mapping } = changeable(record, { uuid, action: 'update', clock: runtime.clock });
      const changed = { ...changedSettings(mapping.settings, settings), functionArn: arn };
      const next = { ...mapping, settings: changed };
      return this.#inTransition(next, updateTransition(mapping, next));
    };
    if (reference === undefined || arn === known.settings.functionArn) {
      return catalog.change(known, (before) => {
        const record = decide(before);
        return { record, result: record };
      });
    }
    const moved = await catalog.changeFunction(known, arn, decide);
    if ('record' in moved) return moved.record;
    throw alreadyMapped(known, { function: reference.name, uuid: moved.takenBy });
  }

  /** The record goes last, so that a deletion that was cut short is finished after a restart. */
  async #finishDeletion({ mapping, transition }: MappingRecord): Promise<void> {
    await this.#running.forget(mapping.uuid);
    const until = transition?.until ?? 0;
    if (this.#parts.runtime.clock.now() >= until) await this.#remove(mapping);
    else void this.#removeAt(mapping, until);
  }

  async #removeAt(mapping: EventSourceMapping, until: number): Promise<void> {
    const { runtime, log } = this.#parts;
    const { signal } = this.#closing;
    try {
      await runtime.clock.sleep(until - runtime.clock.now(), signal);
      await this.#turns.take(mapping.uuid, () => this.#remove(mapping));
    } catch (error) {
      // The next start of the server finds it.
      if (signal.aborted) return;
      log.error('A deleted mapping could not be removed', { mapping: mapping.uuid, error });
    }
  }

  #remove(id: MappingId): Promise<void> {
    return this.#parts.catalog.change<void>(id, () => ({ record: null, result: undefined }));
  }

  async #requireFunction(reference: FunctionReference): Promise<void> {
    const record = await this.#parts.functions.find(reference);
    const { qualifier } = reference;
    if (record !== undefined && (qualifier === undefined || hasQualifier(record, qualifier)))
      return;
    throw new MappingRefused({ kind: 'no-function-for-mapping' });
  }

  #inTransition(mapping: EventSourceMapping, state: MappingTransition): MappingRecord {
    const { runtime, transitionMs } = this.#parts;
    return inTransition(mapping, { state, now: runtime.clock.now(), transitionMs });
  }
}

/** @throws InvalidPattern */
function checkFilters({ filters = [] }: SettingsChange): void {
  for (const pattern of filters) compilePattern(pattern);
}

function arnOf(reference: FunctionReference): string {
  return functionArn(reference, reference.qualifier);
}
