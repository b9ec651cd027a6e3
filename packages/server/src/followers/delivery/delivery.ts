// Where a trigger sends what it gives up: the interface of delivery, and what is delivered.

/** Records that a trigger gave up, with all that AWS's documents say of them. */
export interface FailedBatch {
  /** Of the mapping. */
  readonly uuid: string;
  readonly region: string;
  readonly account: string;
  readonly functionArn: string;
  /** Of the last invocation; a new UUID when there was none. */
  readonly requestId: string;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  /** What the function answered last; absent when the records were too old. */
  readonly response?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    /** Null when it answered which records failed. */
    readonly functionError: string | null;
  };
  readonly batch: {
    readonly source: 'dynamodb' | 'kinesis';
    readonly streamArn: string;
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    /** Of the first and the last record: epoch milliseconds. */
    readonly firstArrival: number;
    readonly lastArrival: number;
    readonly size: number;
  };
  /** The event that the function got, or would have got: `{"Records":[...]}` as UTF-8. */
  readonly event: Uint8Array;
  /** When it was given up: epoch milliseconds. */
  readonly time: number;
}

export interface Delivery extends AsyncDisposable {
  /** Resolves when the destination has it. @throws DeliveryFailed */
  deliver(destinationArn: string, failed: FailedBatch): Promise<void>;
}

/** The destination did not take it; the message says why. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}
