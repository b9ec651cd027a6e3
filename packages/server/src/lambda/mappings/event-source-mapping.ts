// What an event source mapping is: which stream calls which function, and how.

import type { Scope } from '../../model/table.ts';

export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  /** Epoch milliseconds. */
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number };

/** What says how records are handed out; UpdateEventSourceMapping changes these. */
export interface MappingSettings {
  /** Of the function that is called, with the qualifier that was asked for. */
  readonly functionArn: string;
  readonly enabled: boolean;
  /** Records a batch at most: 1 to 10,000. */
  readonly batchSize: number;
  /** How long a batch may wait to fill: 0 to 300. */
  readonly batchingWindowSeconds: number;
  /** Batches of one shard in work at once: 1 to 10. */
  readonly parallelizationFactor: number;
  /** Attempts beyond the first; -1 for without end. */
  readonly maximumRetryAttempts: number;
  /** 60 to 604,800; -1 for without end. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** 1 to 900; 0 for none. */
  readonly tumblingWindowSeconds: number;
  /** ReportBatchItemFailures: the function may answer how far it got. */
  readonly reportBatchItemFailures: boolean;
  /** Patterns; a record is handed out when one of them matches, or when there are none. */
  readonly filters: readonly string[];
  /** ARN of where records go that are given up: a queue, a topic or a bucket. */
  readonly onFailureDestination?: string;
  /** Members of the API that are stored and shown, and mean nothing here. */
  readonly stored: Readonly<Record<string, unknown>>;
}

export interface EventSourceMapping extends Scope {
  readonly uuid: string;
  /** ARN of a DynamoDB stream, a Kinesis stream or one of its consumers. */
  readonly eventSourceArn: string;
  readonly startingPosition: StartingPosition;
  readonly settings: MappingSettings;
  readonly tags: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** As the API shows it: `No records processed`, `OK`, `PROBLEM: Function call failed`. */
  readonly lastProcessingResult: string;
}
