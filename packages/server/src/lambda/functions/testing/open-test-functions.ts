// Functions for a test: in memory, on a manual clock, in front of runtimes of which the test says what they
// answer.

import { onTestFinished } from 'vitest';
import type { LogFields } from '../../../base/logger.ts';
import { manualRuntime } from '../../../base/manual-runtime.ts';
import type { Scope } from '../../../model/table.ts';
import { openSqliteStore } from '../../../store/sqlite/open-sqlite-store.ts';
import type { InvocationRequest, InvocationResult, Invoker } from '../../runtimes/invoker.ts';
import { zipOf } from '../../runtimes/testing/zip-of.ts';
import type { EventDestinations } from '../event-destinations.ts';
import { createFunction } from '../function-changes.ts';
import { openFunctions } from '../open-functions.ts';

export const scope: Scope = { account: '000000000000', region: 'eu-central-1' };

type Answer = Partial<InvocationResult>;

export type Handler = (request: InvocationRequest) => Answer | Promise<Answer>;

export interface TestFunctionsOptions {
  readonly handler?: Handler;
  /** Default: in memory. */
  readonly dataDir?: string;
  readonly seed?: string;
  /** Default: none can be loaded. */
  readonly destinations?: EventDestinations;
}

export async function openTestFunctions(options: TestFunctionsOptions = {}) {
  const { handler = () => ({}), dataDir, seed = 'functions', destinations } = options;
  const runtime = manualRuntime({ seed });
  const store = await openSqliteStore({ location: 'memory', durability: 'os' });
  const lines: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
  const log = (message: string, fields?: LogFields): void => {
    lines.push({ message, fields });
  };
  const invoker = new TestInvoker(handler);
  const functions = openFunctions({
    store,
    runtime,
    log: { info: log, warn: log, error: log },
    dataDir,
    startInvoker: () => Promise.resolve(invoker),
    objects: { getObject: () => Promise.reject(new Error('there are no buckets')) },
    loadDestinations: () =>
      destinations === undefined
        ? Promise.reject(new Error('there are no destinations'))
        : Promise.resolve(destinations),
  });
  const leave = runtime.clock.join(() => functions.settled());
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    leave();
    await functions[Symbol.asyncDispose]();
  };
  onTestFinished(async () => {
    await close();
    await store[Symbol.asyncDispose]();
  });
  return { functions, runtime, invoker, lines, close };
}

class TestInvoker implements Invoker {
  readonly requests: InvocationRequest[] = [];
  readonly retired: string[] = [];
  closed = false;
  readonly #handler: Handler;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    this.requests.push(request);
    return {
      payload: Buffer.from('null'),
      executedVersion: request.function.version,
      logTail: Buffer.from(''),
      durationMs: 1,
      ...(await this.#handler(request)),
    };
  }

  retire({ name }: { readonly name: string }): void {
    this.retired.push(name);
  }

  logsOf(): readonly string[] {
    return this.requests.map(({ requestId }) => requestId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closed = true;
  }
}

/** An archive that differs by its text. */
export function anArchive(text = 'exports.handler = async () => {};'): Buffer {
  return zipOf([{ name: 'index.js', content: text }]);
}

type TestFunctions = Awaited<ReturnType<typeof openTestFunctions>>['functions'];

export function createTestFunction(
  functions: TestFunctions,
  name = 'orders',
  {
    publish = false,
    archive = anArchive(),
  }: { readonly publish?: boolean; readonly archive?: Buffer } = {},
) {
  return createFunction(functions, {
    name: { ...scope, name },
    settings: {
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      role: 'arn:aws:iam::000000000000:role/test',
      description: '',
      timeoutSeconds: 3,
      memoryMb: 128,
      environment: {},
      stored: {},
    },
    code: { kind: 'zip', archive },
    tags: {},
    publish,
  });
}
