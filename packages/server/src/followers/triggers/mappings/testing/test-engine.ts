// An engine that runs nothing: it notes what it is told, and a test says what it reports.

import type { EventSourceMapping } from '../../../../lambda/mappings/event-source-mapping.ts';
import type { TriggerEngine } from '../../trigger-engine.ts';
import type { RecordAccount, TriggerReport } from '../../trigger-report.ts';

export class TestEngine implements TriggerEngine {
  /** `start`, `stop` and `forget` with what they were called with, in order. */
  readonly calls: (
    | readonly ['start', EventSourceMapping]
    | readonly ['stop' | 'forget', string]
  )[] = [];
  readonly reports = new Map<string, TriggerReport>();
  /** By UUID and sequence number. */
  readonly accounts = new Map<string, RecordAccount>();
  /** What the next calls of `start` wait for, and whether they fail. */
  starting: () => Promise<void> = () => Promise.resolve();
  isClosed = false;
  readonly #listeners = new Set<(uuid: string, result: string) => void>();

  async start(mapping: EventSourceMapping): Promise<void> {
    this.calls.push(['start', mapping]);
    await this.starting();
  }

  async stop(uuid: string): Promise<void> {
    this.calls.push(['stop', uuid]);
  }

  async forget(uuid: string): Promise<void> {
    this.calls.push(['forget', uuid]);
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  onResult(listener: (uuid: string, result: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** As if the engine had another result. */
  result(uuid: string, result: string): void {
    for (const listener of this.#listeners) listener(uuid, result);
  }

  async report(uuid: string): Promise<TriggerReport | undefined> {
    return this.reports.get(uuid);
  }

  async accountOf(
    uuid: string,
    { sequenceNumber }: { readonly sequenceNumber: string },
  ): Promise<RecordAccount | undefined> {
    return this.accounts.get(`${uuid} ${sequenceNumber}`);
  }

  metrics(): [] {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
  }
}
