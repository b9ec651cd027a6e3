// Running functions: what the API and the triggers call, and what answers them.

import type { FunctionName, FunctionVersion } from '../functions/function.ts';

export interface InvocationRequest {
  readonly function: FunctionVersion;
  /** The ARN that was called, with its qualifier if it had one. */
  readonly invokedArn: string;
  /** JSON; nothing at all stands for `{}`. */
  readonly payload: Uint8Array;
  /** Base64 of JSON, as `X-Amz-Client-Context` has it. */
  readonly clientContext?: string;
  /** A UUID. */
  readonly requestId: string;
}

export interface InvocationResult {
  /** JSON: what the handler returned, or `errorMessage`, `errorType` and what else AWS gives. */
  readonly payload: Uint8Array;
  /** Absent when the handler succeeded. */
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly executedVersion: string;
  /** The end of what the invocation logged, at most 4 KB of UTF-8. */
  readonly logTail: Uint8Array;
  /** How long the handler took, in milliseconds. */
  readonly durationMs: number;
}

/** No environment can take the invocation now: AWS's TooManyRequestsException. */
export class TooManyInvocations extends Error {
  override readonly name = 'TooManyInvocations';
}

/** The function cannot be run at all here; the message says why, and what to do. */
export class CannotRunFunction extends Error {
  override readonly name = 'CannotRunFunction';
}

export interface Invoker extends AsyncDisposable {
  /**
   * Resolves with what the handler answered, also when that was an error, a time-out or the end of its
   * process. Rejects with TooManyInvocations; with CannotRunFunction when nothing was run, such as for a runtime
   * that is not on this machine, or a remote function that nobody serves; and with InvokerClosed.
   */
  invoke(request: InvocationRequest): Promise<InvocationResult>;
  /** Ends idle environments of a function that was changed or deleted; busy ones end when they are done. */
  retire(name: FunctionName): void;
  /** The newest lines that the function logged, oldest first; without their line ends. */
  logsOf(name: FunctionName): readonly string[];
}

/** The server is stopping. */
export class InvokerClosed extends Error {
  override readonly name = 'InvokerClosed';
}
