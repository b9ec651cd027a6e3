// One environment of a function: a process that takes one invocation after another. It is ended when one takes
// too long, and ends by itself when the process does.
//
// How long a handler may run is measured with the clock of the machine, also when the server's clock is turned or
// stands still: the handler is real work in another process, which no leap makes faster, and its
// getRemainingTimeInMillis() reads the machine's clock too.

import { assert } from '../../base/assert.ts';
import { isoTime } from '../../base/iso-time.ts';
import type { Clock, Runtime } from '../../base/runtime.ts';
import { systemClock } from '../../base/system-runtime.ts';
import type { FunctionVersion } from '../functions/function.ts';
import { isUnchanged, type FileStamp } from './file-stamp.ts';
import { type EnvironmentProcess, outputIsRead, startProcess } from './environment-process.ts';
import { LogTail } from './function-log.ts';
import {
  endLines,
  entryPointFault,
  exitFault,
  type Fault,
  faultDocument,
  faultLines,
  startLine,
  timeoutFault,
  tooLargeFault,
} from './invocation-report.ts';
import { InvokerClosed } from './invoker.ts';
import { type Launch, NothingToStart } from './launch.ts';
import type { ProcessGuard } from './process-guard.ts';
import { RuntimeApi, type RuntimeAnswer } from './runtime-api.ts';
import { newTraceId } from './trace-id.ts';

/** An invocation as an environment takes it. */
export interface EnvironmentInvocation {
  readonly requestId: string;
  readonly invokedArn: string;
  readonly payload: Uint8Array;
  /** JSON in ASCII. */
  readonly clientContext: string | undefined;
}

/** What an invocation came to in this environment. */
export interface Outcome {
  readonly payload: Uint8Array;
  readonly failed: boolean;
  readonly logTail: Uint8Array;
  readonly durationMs: number;
}

export interface EnvironmentParts {
  readonly function: FunctionVersion;
  readonly runtime: Runtime;
  /** What it takes goes when the process has ended. */
  readonly prepare: (resources: DisposableStack) => Promise<PreparedLaunch>;
  readonly onLine: (line: string) => void;
  /** It takes no invocation any more. */
  readonly onEnd: () => void;
}

export interface PreparedLaunch {
  readonly launch: Launch;
  /** Of the process, whose Runtime API is at `host:port`. */
  readonly variables: (runtimeApi: string) => Record<string, string>;
  readonly guard: ProcessGuard;
}

/** The time that AWS gives a function to load its code, beyond that for its first invocation. */
const initMs = 10_000;

interface Running {
  readonly invocation: EnvironmentInvocation;
  /** `undefined` when the environment ended before the invocation was handed over: another one can take it. */
  readonly resolve: (outcome: Outcome | undefined) => void;
  readonly reject: (error: unknown) => void;
  /** When it was handed over, by `monotonicNow`. */
  startedAt: number | undefined;
  answered: boolean;
}

export class Environment {
  readonly function: FunctionVersion;
  readonly #parts: EnvironmentParts;
  readonly #machineClock: Clock = systemClock();
  readonly #resources = new DisposableStack();
  readonly #tail = new LogTail();
  readonly #files: FileStamp[] = [];
  readonly #gone = Promise.withResolvers<void>();
  #api: RuntimeApi | undefined;
  #process: EnvironmentProcess | undefined;
  #running: Running | undefined;
  #timer: AbortController | undefined;
  /** Why it is being ended, when an invocation is to be told. */
  #fault: Fault | undefined;
  #spawnedAt = 0;
  /** Known from the first time on that the process asked for work. */
  #initMs: number | undefined;
  #initReported = false;
  #ended = false;

  constructor(parts: EnvironmentParts) {
    this.function = parts.function;
    this.#parts = parts;
    void this.#start();
  }

  /** No invocation is under way; the process may still be about to ask for the next one. */
  get isFree(): boolean {
    return this.#running === undefined && !this.#ended;
  }

  /** The files that the process loaded are as they were; the function's own, if it is being developed. */
  get isFresh(): boolean {
    return this.#files.every(isUnchanged);
  }

  /** Only when it is free. Resolves with `undefined` when the process was gone before it took the invocation. */
  async invoke(invocation: EnvironmentInvocation): Promise<Outcome | undefined> {
    assert(this.isFree, 'an environment takes one invocation at a time');
    return new Promise((resolve, reject) => {
      this.#running = { invocation, resolve, reject, startedAt: undefined, answered: false };
      if (this.#api?.isReady === true) this.#deliver(this.#running);
    });
  }

  /** Ends the process at once. An invocation under way is rejected with InvokerClosed. */
  end(): void {
    this.#reject(new InvokerClosed('The server is stopping.'));
    this.#close();
  }

  /** Resolves when the process has ended, and what it took is free. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  async #start(): Promise<void> {
    try {
      const { launch, variables, guard } = await this.#parts.prepare(this.#resources);
      const api = this.#resources.use(
        await RuntimeApi.listen({
          ready: () => this.#ready(),
          answered: (answer) => void this.#answered(answer),
          failedToStart: (answer) => void this.#answered(answer),
          loaded: (files) => this.#files.push(...files),
        }),
      );
      if (this.#ended) return this.#release();
      this.#api = api;
      this.#spawnedAt = this.#parts.runtime.monotonicNow();
      this.#process = startProcess({
        launch,
        variables: variables(api.address),
        guard,
        onLine: (line) => this.#write(line),
        onExit: (end) => void this.#exited(() => exitFault(end)),
        onSpawnError: (reason) => void this.#exited(() => entryPointFault(reason)),
      });
      this.#limit(initMs + this.#timeoutMs);
    } catch (error) {
      if (error instanceof NothingToStart) await this.#exited(() => error.fault);
      this.#reject(error);
      this.#close();
      this.#release();
    }
  }

  get #timeoutMs(): number {
    return this.function.timeoutSeconds * 1000;
  }

  #reject(error: unknown): void {
    this.#running?.reject(error);
    this.#running = undefined;
  }

  #ready(): void {
    this.#stopTimer();
    this.#initMs ??= this.#parts.runtime.monotonicNow() - this.#spawnedAt;
    if (this.#running?.answered === false) this.#deliver(this.#running);
  }

  #deliver(running: Running): void {
    assert(this.#api !== undefined, 'only a process that asks for work gets some');
    const { invocation } = running;
    this.#write(startLine(invocation.requestId, this.function.version));
    running.startedAt = this.#parts.runtime.monotonicNow();
    const deadline = this.#machineClock.now() + this.#timeoutMs;
    this.#limit(this.#timeoutMs);
    this.#api.deliver({ ...invocation, deadline, traceId: newTraceId(this.#parts.runtime) });
  }

  async #answered({ kind, body }: RuntimeAnswer): Promise<void> {
    const running = this.#running;
    if (running === undefined || running.answered) return;
    running.answered = true;
    await outputIsRead();
    const tooLarge = body === undefined;
    this.#finish(running, {
      payload: body ?? Buffer.from(JSON.stringify(tooLargeFault)),
      failed: tooLarge || kind === 'error',
    });
    // What could not load its code is of no more use.
    if (this.#initMs === undefined) this.#close();
  }

  async #exited(fault: () => Fault): Promise<void> {
    // What the process wrote before it ended may not have been read yet.
    await outputIsRead();
    const running = this.#running;
    if (running !== undefined && !running.answered) this.#fail(running, this.#fault ?? fault());
    this.#close();
    this.#release();
  }

  #fail(running: Running, fault: Fault): void {
    if (running.startedAt === undefined && this.#initMs !== undefined) {
      this.#running = undefined;
      running.resolve(undefined);
      return;
    }
    const payload = faultDocument(running.invocation.requestId, fault);
    this.#finish(running, { payload, failed: true, fault });
  }

  #finish(
    running: Running,
    result: { readonly payload: Uint8Array; readonly failed: boolean; readonly fault?: Fault },
  ): void {
    const { requestId } = running.invocation;
    const { runtime } = this.#parts;
    this.#process?.flushLines();
    if (running.startedAt === undefined) {
      this.#write(startLine(requestId, this.function.version));
    }
    const durationMs = runtime.monotonicNow() - (running.startedAt ?? this.#spawnedAt);
    const { fault } = result;
    const lines = [
      ...(fault === undefined ? [] : faultLines(requestId, fault, isoTime(runtime.clock.now()))),
      ...endLines({
        requestId,
        durationMs,
        memoryMb: this.function.memoryMb,
        peakMemoryBytes: this.#process?.peakMemoryBytes(),
        initDurationMs: this.#initReported ? undefined : this.#initMs,
        fault,
      }),
    ];
    for (const line of lines) this.#write(line);
    this.#initReported = true;
    if (this.#running === running) this.#running = undefined;
    const { payload, failed } = result;
    running.resolve({ payload, failed, logTail: this.#tail.take(), durationMs });
  }

  #write(line: string): void {
    this.#tail.add(line);
    this.#parts.onLine(line);
  }

  /** Ends the environment unless the process asks for work in time. */
  #limit(ms: number): void {
    this.#stopTimer();
    const timer = new AbortController();
    this.#timer = timer;
    void this.#endAfter(ms, timer.signal);
  }

  async #endAfter(ms: number, signal: AbortSignal): Promise<void> {
    // Aborted when the process asked for work in time.
    await this.#machineClock.sleep(ms, signal).catch(() => undefined);
    if (signal.aborted) return;
    this.#fault = timeoutFault(this.function.timeoutSeconds);
    this.#process?.kill();
  }

  #stopTimer(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }

  #close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    this.#process?.kill();
    this.#parts.onEnd();
  }

  #release(): void {
    this.#resources.dispose();
    this.#gone.resolve();
  }
}
