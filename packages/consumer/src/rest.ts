// Waiting that something else can end.

import type { Clock } from './clock.ts';

/** Rung when there is something to do. Rung before somebody waits, it is heard all the same, once. */
export class Bell {
  #rung = false;
  #listener: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#listener?.();
  }

  /** Whether it was rung since the last time. */
  heard(): boolean {
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }

  /** Calls `listener` at the next ring; one listener at a time. */
  listen(listener: () => void): void {
    this.#listener = listener;
  }

  unlisten(): void {
    this.#listener = undefined;
  }

  /** Resolves at the next ring, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    if (this.heard() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.unlisten();
        signal.removeEventListener('abort', end);
        this.heard();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      this.listen(end);
    });
  }
}

/** Resolves after `ms`, when the signal aborts or when the bell rings, whatever comes first. */
export async function rest(
  clock: Clock,
  ms: number,
  { signal, bell }: { readonly signal: AbortSignal; readonly bell?: Bell },
): Promise<void> {
  if (ms <= 0 || signal.aborted || bell?.heard() === true) return;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  signal.addEventListener('abort', end, { once: true });
  bell?.listen(end);
  try {
    await clock.sleep(ms, ended.signal);
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', end);
    bell?.unlisten();
    bell?.heard();
  }
}
