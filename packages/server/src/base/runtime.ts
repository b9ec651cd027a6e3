// The one door to time, sleep, randomness and ids. Everything that needs them takes a `Runtime`
// argument, so that a test can turn the clock and repeat a run; nothing else may ask the platform.

/** Wall-clock time and waiting. Times are milliseconds since the Unix epoch. */
export interface Clock {
  /** Never goes backwards within one process, so that what is written later never looks older. */
  now(): number;
  /** Resolves once `now()` has advanced by `ms`; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Runtime {
  readonly clock: Clock;
  /**
   * Milliseconds and their fractions since some moment, to tell how long something took. Unlike the clock,
   * nobody turns it: it goes on in production while the clock stands still.
   */
  monotonicNow(): number;
  /** Cryptographically strong in production, seeded in tests. */
  randomBytes(size: number): Uint8Array;
}
