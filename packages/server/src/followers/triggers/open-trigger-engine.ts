// Puts the engine together: which mappings are known, and which of them run.

import type { LeaseStore } from '@headwater/consumer';
import { Turns } from '../../base/turns.ts';
import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import { accountOf } from './account-of.ts';
import { Activity, trackedStore } from './activity.ts';
import { TriggerJournal } from './journal/trigger-journal.ts';
import { patientLeases } from './positions/patient-leases.ts';
import { forgetPositions, storeLeases } from './positions/store-leases.ts';
import type { KnownMapping } from './known-mapping.ts';
import { reportOf } from './report-of.ts';
import { shardViews } from './shard-views.ts';
import { openDynamodbSource } from './sources/dynamodb-source.ts';
import type { OpenSource, TriggerSource } from './sources/trigger-source.ts';
import { type EngineParts, Trigger } from './trigger.ts';
import { StreamNotFound, type TriggerEngine } from './trigger-engine.ts';
import type { RecordAccount, TriggerMetrics, TriggerReport } from './trigger-report.ts';

export interface TriggerEngineParts extends Omit<EngineParts, 'activity'> {
  /** Of streams other than those of tables. */
  readonly sources?: readonly OpenSource[];
}

export function openTriggerEngine(parts: TriggerEngineParts): TriggerEngine {
  return new Engine(parts);
}

type ResultListener = (uuid: string, lastProcessingResult: string) => void;

class Engine implements TriggerEngine {
  readonly #parts: EngineParts;
  readonly #openers: readonly OpenSource[];
  readonly #leases: LeaseStore;
  readonly #known = new Map<string, KnownMapping>();
  readonly #listeners = new Set<ResultListener>();
  /** What is asked for of one mapping is done one after another. */
  readonly #turns = new Turns();
  #isClosed = false;

  constructor({ sources = [], ...parts }: TriggerEngineParts) {
    const activity = new Activity();
    const store = trackedStore(parts.store, activity);
    this.#parts = { ...parts, store, activity };
    this.#openers = [openDynamodbSource, ...sources];
    this.#leases = storeLeases(store);
  }

  start(mapping: EventSourceMapping): Promise<void> {
    return this.#turns.take(mapping.uuid, async () => {
      if (this.#isClosed) throw new Error('The server is stopping: no trigger starts any more.');
      const source = await this.#open(mapping);
      await this.#stop(mapping.uuid, { isAbandoned: false });
      const known = this.#knownAs(mapping, source);
      const trigger = this.#triggerOf(known);
      known.trigger = trigger;
      known.status = 'running';
      try {
        await trigger.start();
      } catch (error) {
        delete known.trigger;
        known.status = 'stopped';
        throw error;
      }
      void this.#untilEnd(known, trigger);
    });
  }

  stop(uuid: string): Promise<void> {
    return this.#turns.take(uuid, () => this.#stop(uuid, { isAbandoned: false }));
  }

  forget(uuid: string): Promise<void> {
    const known = this.#known.get(uuid);
    // One that waits for its function is not waited for.
    known?.closing.abort();
    void known?.trigger?.stop({ isAbandoned: true });
    return this.#turns.take(uuid, async () => {
      await this.#stop(uuid, { isAbandoned: true });
      this.#known.delete(uuid);
      await forgetPositions(this.#parts.store, uuid);
    });
  }

  settled(): Promise<void> {
    return this.#parts.activity.settled();
  }

  onResult(listener: ResultListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async report(uuid: string): Promise<TriggerReport | undefined> {
    const known = this.#known.get(uuid);
    return known === undefined
      ? undefined
      : reportOf(known, await shardViews(known, this.#leases), this.#parts.runtime.clock);
  }

  async accountOf(
    uuid: string,
    record: { readonly shardId: string; readonly sequenceNumber: string },
  ): Promise<RecordAccount | undefined> {
    const known = this.#known.get(uuid);
    return known === undefined
      ? undefined
      : accountOf(known, await shardViews(known, this.#leases), record);
  }

  metrics(): readonly TriggerMetrics[] {
    return [...this.#known].map(([uuid, { journal }]) => journal.metrics(uuid));
  }

  /** Functions that run are ended by who invokes them, so their batches are not waited for. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const { closing, trigger } of this.#known.values()) {
      closing.abort();
      void trigger?.stop({ isAbandoned: true });
    }
    await Promise.all(
      [...this.#known.keys()].map((uuid) =>
        this.#turns.take(uuid, () => this.#stop(uuid, { isAbandoned: true })),
      ),
    );
  }

  async #open(mapping: EventSourceMapping): Promise<TriggerSource> {
    for (const open of this.#openers) {
      const source = await open(mapping, this.#parts.store);
      if (source !== undefined) return source;
    }
    throw new StreamNotFound(`There is no stream ${mapping.eventSourceArn}.`);
  }

  #knownAs(mapping: EventSourceMapping, source: TriggerSource): KnownMapping {
    const { uuid, lastProcessingResult } = mapping;
    const before = this.#known.get(uuid);
    const known: KnownMapping = before ?? {
      mapping,
      source,
      journal: new TriggerJournal(this.#parts.runtime.clock),
      lastProcessingResult,
      status: 'stopped',
      closing: new AbortController(),
    };
    Object.assign(known, { mapping, source, closing: new AbortController() });
    this.#known.set(uuid, known);
    return known;
  }

  #triggerOf(known: KnownMapping): Trigger {
    const { mapping, source, journal, closing } = known;
    const { log, runtime } = this.#parts;
    const leases = patientLeases(this.#leases, {
      clock: runtime.clock,
      closing: closing.signal,
      onFailure: (error, shardId) =>
        log.warn('The position of a trigger could not be written, and it tries again', {
          mapping: mapping.uuid,
          shardId,
          error,
        }),
    });
    const onResult = (text: string): void => this.#hear(known, text);
    return new Trigger({ ...this.#parts, mapping, source, journal, leases, onResult });
  }

  #hear(known: KnownMapping, lastProcessingResult: string): void {
    if (known.lastProcessingResult === lastProcessingResult) return;
    known.lastProcessingResult = lastProcessingResult;
    for (const listener of this.#listeners) listener(known.mapping.uuid, lastProcessingResult);
  }

  async #stop(uuid: string, { isAbandoned }: { readonly isAbandoned: boolean }): Promise<void> {
    const known = this.#known.get(uuid);
    if (known?.trigger === undefined) return;
    known.closing.abort();
    await known.trigger.stop({ isAbandoned });
    delete known.trigger;
    if (known.status === 'running') known.status = 'stopped';
  }

  /** Notes how the trigger ends when nobody stopped it. */
  async #untilEnd(known: KnownMapping, trigger: Trigger): Promise<void> {
    try {
      const isOver = await trigger.ended();
      if (!isOver) return;
      known.status = 'ended';
      this.#hear(known, 'PROBLEM: Stream is disabled or deleted, and its records are processed');
    } catch (error) {
      known.status = 'stopped';
      const { uuid } = known.mapping;
      this.#parts.log.error('A trigger cannot go on', { mapping: uuid, error });
      const why = error instanceof Error ? error.message : String(error);
      this.#hear(known, `PROBLEM: Trigger cannot go on. ${why}`);
    } finally {
      if (known.trigger === trigger) delete known.trigger;
    }
  }
}
