// Calls a mapping's function, and says in a few kinds how that went.

import { utf8Text } from '../../../base/bytes.ts';
import type { FunctionReference } from '../../../lambda/functions/function-reference.ts';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import type { Invocations } from '../../../lambda/functions/invocations.ts';
import {
  type InvocationResult,
  InvokerClosed,
  TooManyInvocations,
} from '../../../lambda/runtimes/invoker.ts';
import type { FailedBatch } from '../../delivery/delivery.ts';
import { mostPayloadBytes } from './event-payload.ts';

/** What a document about the failure says of the function's answer. */
export type FailureResponse = NonNullable<FailedBatch['response']>;

export type CallOutcome =
  /** `answer` is what it returned, parsed. */
  | { readonly type: 'answered'; readonly answer: unknown; readonly response: FailureResponse }
  | { readonly type: 'error'; readonly problem: string; readonly response?: FailureResponse }
  /** It did not run. */
  | { readonly type: 'throttled' | 'not-run'; readonly problem: string };

export interface FunctionCall {
  readonly reference: FunctionReference;
  readonly payload: Uint8Array;
  readonly requestId: string;
}

/** Never rejects. */
export async function callFunction(
  invocations: Pick<Invocations, 'invoke'>,
  call: FunctionCall,
): Promise<CallOutcome> {
  if (call.payload.length > mostPayloadBytes) {
    // Lambda refuses such a payload, however often it is sent.
    const problem = `The event has ${call.payload.length} bytes, and a function takes ${mostPayloadBytes} at most.`;
    return { type: 'error', problem };
  }
  let result: InvocationResult;
  try {
    result = await invocations.invoke(call);
  } catch (error) {
    return notRun(error);
  }
  const { functionError = null, executedVersion } = result;
  const response = { statusCode: 200, executedVersion, functionError };
  const text = utf8Text(result.payload);
  if (functionError !== null) return { type: 'error', problem: errorText(text), response };
  try {
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return { type: 'answered', answer, response };
  } catch {
    // A custom runtime may answer anything.
    return { type: 'error', problem: 'The function answered what is no JSON.', response };
  }
}

function notRun(error: unknown): CallOutcome {
  if (error instanceof TooManyInvocations) return { type: 'throttled', problem: error.message };
  if (error instanceof FunctionRefused) {
    const { refusal } = error;
    if (refusal.kind === 'throttled') {
      const problem = `More invocations than the ${refusal.limit === 'reserved' ? 'function reserves' : 'server takes'} at a time.`;
      return { type: 'throttled', problem };
    }
    if (refusal.kind === 'function-not-found' || refusal.kind === 'alias-not-found') {
      return { type: 'not-run', problem: `There is no function ${refusal.arn}.` };
    }
  }
  if (error instanceof InvokerClosed) {
    return { type: 'not-run', problem: 'The server is stopping.' };
  }
  return { type: 'not-run', problem: error instanceof Error ? error.message : String(error) };
}

/** The function's own words, as far as they help. */
function errorText(payload: string): string {
  try {
    const error = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown } | null;
    const texts = [error?.errorType, error?.errorMessage].filter((of) => typeof of === 'string');
    if (texts.length > 0) return texts.join(': ').slice(0, 500);
  } catch {
    // What is no JSON is told as it is.
  }
  return payload.slice(0, 500);
}
