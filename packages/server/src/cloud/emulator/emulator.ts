// SQS, SNS and S3 inside of this process, so that a dead-letter queue needs nothing else to be installed.

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes: archives of functions have up to 50 MB, and S3's clients upload larger objects in parts. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
/** Bytes: a batch of SQS or SNS has 1 MiB at most, which JSON and percent-encoding make longer. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

export type CloudService = 'sqs' | 'sns' | 's3';

/** Whose request it is. Queues and topics are their region's, buckets everybody's. */
export interface EmulatorTarget {
  readonly service: CloudService;
  readonly region: string;
}

/** A request that came over no connection. */
export interface EmulatorRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface EmulatorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** All reject with EmulatorUnavailable when it cannot be loaded, or cannot read its data. */
export interface Emulator extends AsyncDisposable {
  /**
   * Answers a request of a client, whose body nobody has touched: it is read here, up to the largest upload.
   * Resolves when the answer is out, or the client has gone.
   */
  serve(request: IncomingMessage, response: ServerResponse, target: EmulatorTarget): Promise<void>;
  call(request: EmulatorRequest, target: EmulatorTarget): Promise<EmulatorReply>;
  /** Answers those who wait for messages, so that the server can close. */
  endWaiting(): void;
}

/** The message says why, and what can be done. */
export class EmulatorUnavailable extends Error {
  override readonly name = 'EmulatorUnavailable';
}
