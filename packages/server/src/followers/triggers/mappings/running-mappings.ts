// What runs of the mappings that there are: tells the engine, which is opened when it is first needed, and keeps in
// the catalog what it says of their results.

import type { Logger } from '../../../base/logger.ts';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { MappingCatalog, MappingId } from '../../../lambda/mappings/mapping-catalog.ts';
import { MappingRefused } from '../../../lambda/mappings/mapping-refusal.ts';
import { StreamNotFound, type TriggerEngine } from '../trigger-engine.ts';
import { LazyEngine } from './lazy-engine.ts';
import { Results } from './results.ts';

export class RunningMappings implements AsyncDisposable {
  readonly #engine: LazyEngine;
  readonly #results: Results;
  /** Those that the engine was told to start. */
  readonly #started = new Map<string, MappingId>();

  constructor(parts: {
    readonly catalog: MappingCatalog;
    /** Called when there is something to run. */
    readonly openEngine: () => Promise<TriggerEngine>;
    readonly log: Logger;
  }) {
    this.#results = new Results(parts.catalog, (error, { uuid }) =>
      parts.log.error('A LastProcessingResult could not be kept', { mapping: uuid, error }),
    );
    this.#engine = new LazyEngine(async () => {
      const engine = await parts.openEngine();
      engine.onResult((uuid, result) => this.#noteResult(uuid, result));
      return engine;
    });
  }

  /** Undefined while nothing was ever run. */
  get engine(): TriggerEngine | undefined {
    return this.#engine.opened;
  }

  /** As TriggerEngine's, but that a missing stream is a MappingRefused. */
  async start(mapping: EventSourceMapping): Promise<void> {
    const { uuid, account, region, eventSourceArn } = mapping;
    this.#started.set(uuid, { uuid, account, region });
    try {
      const engine = await this.#engine.get();
      await engine.start(mapping);
    } catch (cause) {
      if (!(cause instanceof StreamNotFound)) throw cause;
      const refusal = { kind: 'no-stream-for-mapping', source: eventSourceArn } as const;
      throw new MappingRefused(refusal, { cause });
    }
  }

  async stop(uuid: string): Promise<void> {
    await this.#engine.opened?.stop(uuid);
  }

  /** Its position goes too, also that of one that has not run since the server's start. */
  async forget(uuid: string): Promise<void> {
    const engine = await this.#engine.get();
    await engine.forget(uuid);
    this.#started.delete(uuid);
  }

  /** Resolves when nothing is under way that can go on without time passing; at once when nothing is. */
  async settled(): Promise<void> {
    await this.#engine.opened?.settled();
    await this.#results.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine[Symbol.asyncDispose]();
    await this.#results.settled();
  }

  #noteResult(uuid: string, result: string): void {
    const id = this.#started.get(uuid);
    if (id !== undefined) this.#results.note(id, result);
  }
}
