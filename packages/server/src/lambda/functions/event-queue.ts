// Asynchronous invocations: accepted at once, run in the background, tried again as Lambda does when they
// fail. They live in memory, so those that are not done when the server stops are lost, and it says so.

import type { Logger } from '../../base/logger.ts';
import type { Clock } from '../../base/runtime.ts';
import { TooManyInvocations } from '../runtimes/invoker.ts';
import {
  type EventCondition,
  type EventDestinations,
  type EventInvocation,
  type EventResponse,
  tellOutcome,
} from './event-destinations.ts';
import { functionArn } from './function.ts';
import { findEventConfig } from './function-properties.ts';
import { FunctionRefused } from './function-refusal.ts';
import { type EventConfig, LATEST } from './function-record.ts';
import type { InvokedVersion, Invocations } from './invocations.ts';

/** All events together; what exceeds it is throttled. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;
/** Events of one function that run at a time: a slow function holds back nobody else. */
const MAX_RUNNING = 10;

/** Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation". */
const DEFAULT_RETRIES = 2;
const DEFAULT_AGE_SECONDS = 6 * 60 * 60;
const RETRY_AFTER_MS = [60_000, 120_000];
const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;

/** The statuses of Invoke. */
const OK = 200;
const THROTTLED = 429;

/** Why an event was given up; of the last two there is nobody to tell. */
type Condition = Exclude<EventCondition, 'Success'> | 'FunctionNotFound' | 'ServerStopped';

export interface EventQueueParts {
  readonly invocations: Invocations;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called by the first event that has a destination. */
  readonly loadDestinations: () => Promise<EventDestinations>;
}

interface QueuedEvent {
  readonly invocation: EventInvocation;
  readonly arn: string;
  readonly acceptedAt: number;
  /** How often the function ran and failed. */
  failures: number;
  /** How often there was no room for it, or it could not be run, since it last ran. */
  refusals: number;
  /** As the last attempt found it. */
  config: EventConfig | undefined;
  deadLetterArn: string | undefined;
  response: EventResponse | undefined;
}

interface FunctionQueue {
  readonly waiting: QueuedEvent[];
  running: number;
}

type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'given-up'; readonly condition: Condition; readonly error?: unknown };

export class EventQueue implements AsyncDisposable {
  readonly #parts: EventQueueParts;
  readonly #queues = new Map<string, FunctionQueue>();
  readonly #running = new Set<Promise<void>>();
  readonly #sleeping = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #events = 0;
  #bytes = 0;

  constructor(parts: EventQueueParts) {
    this.#parts = parts;
  }

  /** Takes an event, to be run soon. @throws FunctionRefused when there are too many */
  accept(invocation: EventInvocation): void {
    const { length } = invocation.payload;
    if (this.#events >= MAX_EVENTS || this.#bytes + length > MAX_BYTES) {
      throw new FunctionRefused({ kind: 'throttled', limit: 'account' });
    }
    this.#events += 1;
    this.#bytes += length;
    const arn = functionArn(invocation.reference);
    const acceptedAt = this.#parts.clock.now();
    const nothingYet = { config: undefined, deadLetterArn: undefined, response: undefined };
    this.#wait({ invocation, arn, acceptedAt, failures: 0, refusals: 0, ...nothingYet });
  }

  /** Resolves when no event is running or could run now; those that wait to be tried again do not count. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Waits for events that are running; the others are lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    for (const { waiting } of this.#queues.values()) {
      for (const event of waiting.splice(0)) this.#giveUp(event, { condition: 'ServerStopped' });
    }
    while (this.#running.size + this.#sleeping.size > 0) {
      await Promise.all([...this.#running, ...this.#sleeping]);
    }
  }

  #wait(event: QueuedEvent): void {
    let queue = this.#queues.get(event.arn);
    if (queue === undefined) this.#queues.set(event.arn, (queue = { waiting: [], running: 0 }));
    queue.waiting.push(event);
    this.#startWaiting(event.arn, queue);
  }

  #startWaiting(arn: string, queue: FunctionQueue): void {
    while (queue.running < MAX_RUNNING) {
      const event = queue.waiting.shift();
      if (event === undefined) break;
      queue.running += 1;
      const run = this.#run(event).finally(() => {
        queue.running -= 1;
        this.#running.delete(run);
        this.#startWaiting(arn, queue);
      });
      this.#running.add(run);
    }
    if (queue.running === 0 && queue.waiting.length === 0) this.#queues.delete(arn);
  }

  async #run(event: QueuedEvent): Promise<void> {
    const verdict = await this.#try(event);
    switch (verdict.kind) {
      case 'done':
        await this.#tell(event, 'Success');
        this.#forget(event);
        return;
      case 'given-up': {
        const { condition } = verdict;
        if (condition !== 'FunctionNotFound' && condition !== 'ServerStopped') {
          await this.#tell(event, condition);
        }
        this.#giveUp(event, verdict);
        return;
      }
      case 'again': {
        const sleep = this.#again(event, verdict.afterMs).finally(() => {
          this.#sleeping.delete(sleep);
        });
        this.#sleeping.add(sleep);
      }
    }
  }

  async #try(event: QueuedEvent): Promise<Verdict> {
    const { invocations } = this.#parts;
    try {
      const { reference } = event.invocation;
      const invoked = await invocations.resolve(reference);
      event.config = findEventConfig(invoked.record, reference.qualifier ?? LATEST);
      event.deadLetterArn = deadLetterArnOf(invoked);
      if (invoked.record.reservedConcurrency === 0) {
        return { kind: 'given-up', condition: 'ZeroReservedConcurrency' };
      }
      const result = await invocations.run(invoked, event.invocation);
      const { executedVersion, functionError, payload } = result;
      event.response = {
        statusCode: OK,
        executedVersion,
        ...(functionError === undefined ? {} : { functionError }),
        payload,
      };
      if (functionError === undefined) return { kind: 'done' };
      event.failures += 1;
      event.refusals = 0;
      return this.#afterFailure(event);
    } catch (error) {
      if (error instanceof FunctionRefused && error.refusal.kind !== 'throttled') {
        return { kind: 'given-up', condition: 'FunctionNotFound', error };
      }
      return this.#afterRefusal(event, error);
    }
  }

  #afterFailure(event: QueuedEvent): Verdict {
    if (event.failures > (event.config?.maxRetries ?? DEFAULT_RETRIES)) {
      return { kind: 'given-up', condition: 'RetriesExhausted' };
    }
    return this.#within(event, RETRY_AFTER_MS[event.failures - 1] ?? LONGEST_BACK_OFF_MS);
  }

  /** What is no failure of the function is tried again for as long as the event may live. */
  #afterRefusal(event: QueuedEvent, error: unknown): Verdict {
    const isThrottled = error instanceof FunctionRefused || error instanceof TooManyInvocations;
    if (isThrottled) event.response = { statusCode: THROTTLED };
    if (!isThrottled && !this.#stopping.signal.aborted) {
      const { arn } = event;
      this.#parts.log.warn('An asynchronous invocation could not be run', { arn, error });
    }
    const backOffMs = FIRST_BACK_OFF_MS * 2 ** event.refusals;
    event.refusals += 1;
    return this.#within(event, Math.min(backOffMs, LONGEST_BACK_OFF_MS));
  }

  #within(event: QueuedEvent, afterMs: number): Verdict {
    const ageMs = this.#parts.clock.now() + afterMs - event.acceptedAt;
    if (ageMs > (event.config?.maxAgeSeconds ?? DEFAULT_AGE_SECONDS) * 1000) {
      return { kind: 'given-up', condition: 'EventAgeExceeded' };
    }
    return { kind: 'again', afterMs };
  }

  async #again(event: QueuedEvent, afterMs: number): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#parts.clock.sleep(afterMs, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      this.#giveUp(event, { condition: 'ServerStopped' });
      return;
    }
    this.#wait(event);
  }

  #tell(event: QueuedEvent, condition: EventCondition): Promise<void> {
    const { loadDestinations: load, log, clock } = this.#parts;
    const { invocation, failures, response } = event;
    const { reference, requestId, payload, chain = 0 } = invocation;
    const invokeCount = condition === 'Success' ? failures + 1 : failures;
    const outcome = {
      reference,
      requestId,
      payload,
      chain,
      condition,
      invokeCount,
      time: clock.now(),
      ...(response === undefined ? {} : { response }),
    };
    return tellOutcome(outcome, event, { load, log });
  }

  #giveUp(
    event: QueuedEvent,
    { condition, error }: { readonly condition: Condition; readonly error?: unknown },
  ): void {
    this.#forget(event);
    const { arn, failures, invocation } = event;
    this.#parts.log.warn('An asynchronous invocation was given up', {
      function: arn,
      requestId: invocation.requestId,
      condition,
      failures,
      ...(error === undefined ? {} : { error }),
    });
  }

  #forget({ invocation }: QueuedEvent): void {
    this.#events -= 1;
    this.#bytes -= invocation.payload.length;
  }
}

/** A member of the API that only asynchronous invocations look at. */
function deadLetterArnOf({ version }: InvokedVersion): string | undefined {
  const config = version.stored['DeadLetterConfig'] as { readonly TargetArn?: string } | undefined;
  return config?.TargetArn;
}
