// Runs event source mappings: the interface between those who make mappings and those who run them.

import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import type { RecordAccount, TriggerMetrics, TriggerReport } from './trigger-report.ts';

export interface TriggerEngine extends AsyncDisposable {
  /**
   * Begins, or goes on, with a mapping: from its position in the store, or from its starting position when it has
   * none. Resolves when every record that is written from now on will be seen, also from LATEST. When the mapping
   * runs already, it goes on with the settings given, between two batches.
   * @throws StreamNotFound
   */
  start(mapping: EventSourceMapping): Promise<void>;
  /** Ends it between two batches and keeps its position; nothing when it does not run. */
  stop(uuid: string): Promise<void>;
  /** Ends it, without waiting for the function, and forgets its position. */
  forget(uuid: string): Promise<void>;
  /** Resolves when nothing is under way that can go on without time passing. */
  settled(): Promise<void>;
  /**
   * Calls `listener` when the LastProcessingResult of a mapping becomes another, and returns what ends that. The
   * first is what the mapping had when it was started.
   */
  onResult(listener: (uuid: string, lastProcessingResult: string) => void): () => void;
  /** Undefined for one that was not started since the server's start, or that was forgotten. */
  report(uuid: string): Promise<TriggerReport | undefined>;
  /** What became of a record; undefined as for `report`, or when the stream never had such a shard. */
  accountOf(
    uuid: string,
    record: { readonly shardId: string; readonly sequenceNumber: string },
  ): Promise<RecordAccount | undefined>;
  /** Of all that `report` knows. */
  metrics(): readonly TriggerMetrics[];
}

/** There is no stream with the mapping's ARN. */
export class StreamNotFound extends Error {
  override readonly name = 'StreamNotFound';
}
