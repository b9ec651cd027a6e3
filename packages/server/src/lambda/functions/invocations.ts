// Invoking a function by its name: which version that is, whether another invocation fits, and then the
// runtimes. The API and the triggers invoke through this.

import type { Runtime } from '../../base/runtime.ts';
import { randomUuid } from '../../base/uuid.ts';
import type { InvocationResult, Invoker } from '../runtimes/invoker.ts';
import { functionArn, type FunctionVersion } from './function.ts';
import type { FunctionCatalog } from './function-catalog.ts';
import type { FunctionReference } from './function-reference.ts';
import { FunctionRefused } from './function-refusal.ts';
import type { FunctionRecord } from './function-record.ts';
import { invokedVersionOf } from './qualifiers.ts';

export interface Invocation {
  readonly reference: FunctionReference;
  /** JSON. */
  readonly payload: Uint8Array;
  /** Base64 of JSON. */
  readonly clientContext?: string | undefined;
  /** A UUID; a new one unless given. */
  readonly requestId?: string | undefined;
}

export interface InvokedVersion {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
}

export class Invocations {
  readonly #parts: {
    readonly catalog: FunctionCatalog;
    readonly runtime: Runtime;
    readonly invoker: Pick<Invoker, 'invoke'>;
  };
  /** Invocations under way, by the function's ARN; none are not in it. */
  readonly #running = new Map<string, number>();

  constructor(parts: {
    readonly catalog: FunctionCatalog;
    readonly runtime: Runtime;
    readonly invoker: Pick<Invoker, 'invoke'>;
  }) {
    this.#parts = parts;
  }

  /** What an invocation now would run. @throws FunctionRefused when there is no such function */
  resolve(reference: FunctionReference): Promise<InvokedVersion> {
    return invokedVersionOf(this.#parts, reference);
  }

  /**
   * Rejects with FunctionRefused when there is no such function, or when its reserved concurrency is used
   * up; otherwise as the runtimes do.
   */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    return this.run(await this.resolve(invocation.reference), invocation);
  }

  /** The same of a version that was found already. */
  async run(
    { record, version }: InvokedVersion,
    { reference, payload, clientContext, requestId }: Invocation,
  ): Promise<InvocationResult> {
    const arn = functionArn(reference);
    const running = this.#running.get(arn) ?? 0;
    const { reservedConcurrency = Infinity } = record;
    if (running >= reservedConcurrency) {
      throw new FunctionRefused({ kind: 'throttled', limit: 'reserved' });
    }
    this.#running.set(arn, running + 1);
    try {
      return await this.#parts.invoker.invoke({
        function: version,
        invokedArn: functionArn(reference, reference.qualifier),
        payload,
        ...(clientContext === undefined ? {} : { clientContext }),
        requestId: requestId ?? randomUuid(this.#parts.runtime),
      });
    } finally {
      const left = (this.#running.get(arn) ?? 1) - 1;
      if (left === 0) this.#running.delete(arn);
      else this.#running.set(arn, left);
    }
  }
}
