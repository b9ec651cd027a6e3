// Puts together what functions are made of: the catalogue, the archives, the runtimes and the queue of
// asynchronous invocations.

import { join } from 'node:path';
import type { Logger } from '../../base/logger.ts';
import type { Runtime } from '../../base/runtime.ts';
import type { Store } from '../../store/store.ts';
import type { Invoker } from '../runtimes/invoker.ts';
import {
  archivesInDirectory,
  archivesInMemory,
  type CodeArchives,
  type CodeSource,
} from './code-archives.ts';
import type { EventDestinations, EventInvocation } from './event-destinations.ts';
import { EventQueue } from './event-queue.ts';
import type { CodeObjects } from './fetched-code.ts';
import { FunctionCatalog } from './function-catalog.ts';
import type { FunctionParts } from './function-changes.ts';
import { Invocations } from './invocations.ts';
import { KeptCode } from './kept-code.ts';
import { lazyInvoker } from './lazy-invoker.ts';

export interface FunctionService extends FunctionParts, AsyncDisposable {
  readonly archives: CodeSource;
  /** Where code comes from that is not uploaded. */
  readonly objects: CodeObjects;
  readonly invocations: Invocations;
  readonly events: EventQueue;
  /** The newest lines that a function logged, oldest first. */
  readonly logsOf: Invoker['logsOf'];
  /** Resolves when no asynchronous invocation is under way. */
  settled(): Promise<void>;
}

export interface FunctionServiceOptions {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly log: Logger;
  /** Where archives are kept, in a folder of their own; in memory without it. */
  readonly dataDir: string | undefined;
  /** Called by the first invocation. */
  readonly startInvoker: (code: CodeSource) => Promise<Invoker>;
  readonly objects: CodeObjects;
  /** Called by the first event that has a destination; `invokeLater` accepts an event. */
  readonly loadDestinations: (
    invokeLater: (invocation: EventInvocation) => void,
  ) => Promise<EventDestinations>;
}

export function openFunctions(options: FunctionServiceOptions): FunctionService {
  const { store, runtime, log, dataDir, startInvoker, objects, loadDestinations } = options;
  const archives: CodeArchives =
    dataDir === undefined
      ? archivesInMemory()
      : archivesInDirectory(join(dataDir, 'lambda', 'code'));
  const catalog = new FunctionCatalog(store);
  const kept = new KeptCode(archives, catalog);
  const invoker = lazyInvoker(() => startInvoker(archives));
  const invocations = new Invocations({ catalog, runtime, invoker });
  const events: EventQueue = new EventQueue({
    invocations,
    clock: runtime.clock,
    log,
    loadDestinations: () => loadDestinations((invocation) => events.accept(invocation)),
  });
  return {
    catalog,
    kept,
    runtime,
    retire: (name) => invoker.retire(name),
    archives,
    objects,
    invocations,
    events,
    logsOf: (name) => invoker.logsOf(name),
    settled: () => events.settled(),
    async [Symbol.asyncDispose]() {
      // Together: the runtimes end what the queue waits for.
      await Promise.all([events[Symbol.asyncDispose](), invoker[Symbol.asyncDispose]()]);
    },
  };
}
