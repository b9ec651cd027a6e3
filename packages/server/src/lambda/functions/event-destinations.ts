// Where it is told what became of asynchronous invocations: destinations of event invoke configs, and dead-letter
// queues. Who delivers is handed in; this file says what is delivered, and makes sure that a failure is told.

import type { Logger } from '../../base/logger.ts';
import { functionArn } from './function.ts';
import type { EventConfig } from './function-record.ts';
import type { FunctionReference } from './function-reference.ts';
import type { Invocation } from './invocations.ts';

/** An invocation that keeps its id through all attempts. */
export type EventInvocation = Invocation & {
  readonly requestId: string;
  /** How many functions it came through, each the destination of the one before; 0 unless given. */
  readonly chain?: number;
};

/** What became of one, in the words of Lambda's invocation records. */
export type EventCondition =
  | 'Success'
  | 'RetriesExhausted'
  | 'EventAgeExceeded'
  | 'ZeroReservedConcurrency';

export interface EventResponse {
  readonly statusCode: number;
  readonly executedVersion?: string;
  readonly functionError?: string;
  /** JSON. */
  readonly payload?: Uint8Array;
}

export interface EventOutcome {
  readonly reference: FunctionReference;
  readonly requestId: string;
  /** Of the invocation. */
  readonly chain: number;
  readonly condition: EventCondition;
  /** How often the function ran. */
  readonly invokeCount: number;
  /** What it was invoked with: JSON, or nothing at all for `{}`. */
  readonly payload: Uint8Array;
  /** Of the last attempt; absent when there was none. */
  readonly response?: EventResponse;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** Both resolve when the destination has it, and otherwise reject with an error that says why. */
export interface EventDestinations {
  /** The record of an invocation, to a queue, a topic, a function, or after a failure to a bucket. */
  deliver(arn: string, outcome: EventOutcome): Promise<void>;
  /** The event itself, to a queue or a topic. */
  deadLetter(arn: string, outcome: EventOutcome): Promise<void>;
}

/** Who is to be told: by the event invoke config, and by the configuration of the function. */
export interface EventAddressees {
  readonly config: EventConfig | undefined;
  readonly deadLetterArn: string | undefined;
}

export async function tellOutcome(
  outcome: EventOutcome,
  { config, deadLetterArn }: EventAddressees,
  parts: { readonly load: () => Promise<EventDestinations>; readonly log: Logger },
): Promise<void> {
  const succeeded = outcome.condition === 'Success';
  const destination = succeeded ? config?.onSuccess : config?.onFailure;
  // A function can have both (Lambda developer guide, "Adding a dead-letter queue").
  await Promise.all([
    attempt(destination, (destinations, arn) => destinations.deliver(arn, outcome)),
    succeeded
      ? undefined
      : attempt(deadLetterArn, (destinations, arn) => destinations.deadLetter(arn, outcome)),
  ]);

  async function attempt(
    arn: string | undefined,
    send: (destinations: EventDestinations, arn: string) => Promise<void>,
  ): Promise<void> {
    if (arn === undefined || arn === '') return;
    try {
      await send(await parts.load(), arn);
    } catch (error) {
      // AWS counts it in the metrics DestinationDeliveryFailures and DeadLetterErrors, and goes on.
      parts.log.warn('The outcome of an asynchronous invocation could not be delivered', {
        function: functionArn(outcome.reference),
        requestId: outcome.requestId,
        condition: outcome.condition,
        destination: arn,
        error,
      });
    }
  }
}
