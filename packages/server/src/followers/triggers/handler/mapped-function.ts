// A mapping's function, called with batches: each call has an id, is counted as under way, and is told of.

import type { Runtime } from '../../../base/runtime.ts';
import { randomUuid } from '../../../base/uuid.ts';
import { resolveReference } from '../../../lambda/functions/function-reference.ts';
import type { Invocations } from '../../../lambda/functions/invocations.ts';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { Activity } from '../activity.ts';
import type { NotedBatch, TriggerJournal } from '../journal/trigger-journal.ts';
import { type CallOutcome, callFunction } from './function-caller.ts';
import { resultText, type Verdict } from './verdict.ts';

export interface MappedFunctionParts {
  readonly mapping: EventSourceMapping;
  readonly invocations: Pick<Invocations, 'invoke'>;
  readonly activity: Activity;
  readonly runtime: Runtime;
  readonly journal: TriggerJournal;
  onResult(lastProcessingResult: string): void;
}

export interface Judged<T> {
  readonly requestId: string;
  readonly judged: T;
}

export class MappedFunction {
  readonly #parts: MappedFunctionParts;

  constructor(parts: MappedFunctionParts) {
    this.#parts = parts;
  }

  /** Hands the batch out, and notes what `judge` makes of the answer. */
  async handOut<T extends { readonly verdict: Verdict }>(
    batch: NotedBatch & { readonly attempt: number },
    payload: Uint8Array,
    judge: (outcome: CallOutcome) => T,
  ): Promise<Judged<T>> {
    const { journal, runtime, onResult } = this.#parts;
    const requestId = randomUuid(runtime);
    const begun = journal.begin(batch, { requestId, attempt: batch.attempt });
    const begunAt = runtime.monotonicNow();
    const judged = judge(await this.#call(payload, requestId));
    const { type, ...said } = judged.verdict;
    const { problem, firstFailed } = said as { problem?: string; firstFailed?: string };
    journal.end(begun, {
      outcome: type,
      durationMs: Math.round(runtime.monotonicNow() - begunAt),
      ...(problem === undefined ? {} : { problem }),
      ...(firstFailed === undefined ? {} : { firstFailed }),
    });
    onResult(resultText(judged.verdict));
    return { requestId, judged };
  }

  /** Calls it without records, at the end of a window. */
  async endWindow<T extends { readonly verdict: Verdict }>(
    { shardId, attempt }: { readonly shardId: string; readonly attempt: number },
    payload: Uint8Array,
    judge: (outcome: CallOutcome) => T,
  ): Promise<Judged<T>> {
    const { journal, runtime, onResult } = this.#parts;
    const requestId = randomUuid(runtime);
    const judged = judge(await this.#call(payload, requestId));
    journal.windowEnded(shardId, { outcome: judged.verdict.type, attempt });
    onResult(resultText(judged.verdict));
    return { requestId, judged };
  }

  #call(payload: Uint8Array, requestId: string): Promise<CallOutcome> {
    const { mapping, invocations, activity } = this.#parts;
    const reference = resolveReference(mapping, mapping.settings.functionArn);
    return activity.track(() => callFunction(invocations, { reference, payload, requestId }));
  }
}
