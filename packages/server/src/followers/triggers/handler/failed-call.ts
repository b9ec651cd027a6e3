// What the handler throws at the consumer library: a failure carries what its document needs to say.

import type { FailureResponse } from './function-caller.ts';

/** The function ran, or would never run with such an event, and the batch is not processed. */
export class FailedCall extends Error {
  override readonly name = 'FailedCall';
  readonly requestId: string;
  /** Absent when the function was not reached. */
  readonly response: FailureResponse | undefined;

  constructor(
    message: string,
    { requestId, response }: { readonly requestId: string; readonly response?: FailureResponse },
  ) {
    super(message);
    this.requestId = requestId;
    this.response = response;
  }
}
