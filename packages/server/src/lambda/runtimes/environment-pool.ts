// The environments of all functions: which of them takes an invocation, and how many there are. One that was used
// is used again for the same revision of its function, until it has been idle for long or its function has changed.

import type { Runtime } from '../../base/runtime.ts';
import type { FunctionName, FunctionVersion } from '../functions/function.ts';
import type { Environment, EnvironmentInvocation, Outcome } from './environment.ts';
import { InvokerClosed, TooManyInvocations } from './invoker.ts';

interface Pooled {
  readonly environment: Environment;
  /** Ends when it is done with what it does. */
  retired: boolean;
  /** When it was done last, in epoch milliseconds of the server's clock. */
  idleSince: number;
}

export class EnvironmentPool implements AsyncDisposable {
  readonly #runtime: Runtime;
  readonly #start: (version: FunctionVersion, onEnd: () => void) => Environment;
  readonly #maxEnvironments: number;
  readonly #idleMs: number;
  /** By function; the one used last is at the end. */
  readonly #pooled = new Map<string, Pooled[]>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #reaping = false;

  constructor(options: {
    readonly runtime: Runtime;
    readonly start: (version: FunctionVersion, onEnd: () => void) => Environment;
    readonly maxEnvironments: number;
    readonly idleMs: number;
  }) {
    this.#runtime = options.runtime;
    this.#start = options.start;
    this.#maxEnvironments = options.maxEnvironments;
    this.#idleMs = options.idleMs;
  }

  /** Rejects with TooManyInvocations, with InvokerClosed, and with what starting an environment rejects with. */
  async invoke(version: FunctionVersion, invocation: EnvironmentInvocation): Promise<Outcome> {
    for (;;) {
      if (this.#closing.signal.aborted) throw new InvokerClosed('The server is stopping.');
      const pooled = this.#free(version) ?? this.#add(version);
      this.#moveToEnd(pooled);
      try {
        const outcome = await pooled.environment.invoke(invocation);
        // Otherwise its process had just ended by itself, and the next one takes the invocation.
        if (outcome !== undefined) return outcome;
      } finally {
        this.#done(pooled);
      }
    }
  }

  retire(name: FunctionName): void {
    for (const pooled of this.#of(name).slice()) retire(pooled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new InvokerClosed('The server is stopping.'));
    for (const { environment } of [...this.#pooled.values()].flat()) environment.end();
    await Promise.all(this.#leaving);
  }

  /** One that runs what is to be run, and is at leisure. Those that ran something older go. */
  #free(version: FunctionVersion): Pooled | undefined {
    const ofVersion = this.#of(version).filter(
      ({ environment }) => environment.function.version === version.version,
    );
    for (const pooled of ofVersion) {
      const { environment } = pooled;
      const isCurrent = environment.function.revisionId === version.revisionId;
      if (!isCurrent || (environment.isFree && !environment.isFresh)) retire(pooled);
    }
    return ofVersion.findLast(({ environment, retired }) => environment.isFree && !retired);
  }

  #add(version: FunctionVersion): Pooled {
    this.#makeRoom();
    const key = keyOf(version);
    const environment = this.#start(version, () => this.#remove(key, pooled));
    const pooled: Pooled = { environment, retired: false, idleSince: this.#runtime.clock.now() };
    const ofFunction = this.#pooled.get(key) ?? [];
    this.#pooled.set(key, [...ofFunction, pooled]);
    const gone = environment.gone.finally(() => this.#leaving.delete(gone));
    this.#leaving.add(gone);
    return pooled;
  }

  /** The one that has been idle for longest gives way to another function's. */
  #makeRoom(): void {
    const all = [...this.#pooled.values()].flat();
    if (all.length < this.#maxEnvironments) return;
    const [oldest] = all
      .filter(({ environment }) => environment.isFree)
      .toSorted((a, b) => a.idleSince - b.idleSince);
    if (oldest === undefined) {
      throw new TooManyInvocations(
        `${this.#maxEnvironments} invocations are running, which is as many as this server runs at once.`,
      );
    }
    oldest.environment.end();
  }

  #moveToEnd(pooled: Pooled): void {
    const key = keyOf(pooled.environment.function);
    const others = this.#of(pooled.environment.function).filter((other) => other !== pooled);
    this.#pooled.set(key, [...others, pooled]);
  }

  #done(pooled: Pooled): void {
    Object.assign(pooled, { idleSince: this.#runtime.clock.now() });
    if (pooled.retired) pooled.environment.end();
    else this.#reap();
  }

  #remove(key: string, pooled: Pooled): void {
    const others = (this.#pooled.get(key) ?? []).filter((other) => other !== pooled);
    if (others.length === 0) this.#pooled.delete(key);
    else this.#pooled.set(key, others);
  }

  #of(name: FunctionName): readonly Pooled[] {
    return this.#pooled.get(keyOf(name)) ?? [];
  }

  /** Sleeps while there is something that may become idle for too long, by the server's clock. */
  #reap(): void {
    if (this.#reaping) return;
    this.#reaping = true;
    this.#reapWhileAny()
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) throw error;
      })
      .finally(() => {
        this.#reaping = false;
      });
  }

  async #reapWhileAny(): Promise<void> {
    const { clock } = this.#runtime;
    while (this.#pooled.size > 0) {
      const dueAt = [...this.#pooled.values()]
        .flat()
        .map(
          ({ environment, idleSince }) =>
            (environment.isFree ? idleSince : clock.now()) + this.#idleMs,
        );
      await clock.sleep(Math.max(1, Math.min(...dueAt) - clock.now()), this.#closing.signal);
      for (const { environment, idleSince } of [...this.#pooled.values()].flat()) {
        if (environment.isFree && idleSince + this.#idleMs <= clock.now()) environment.end();
      }
    }
  }
}

function retire(pooled: Pooled): void {
  if (pooled.environment.isFree) pooled.environment.end();
  else Object.assign(pooled, { retired: true });
}

/** By its parts, which are the user's words. */
function keyOf({ account, region, name }: FunctionName): string {
  return `${account}/${region}/${name}`;
}
