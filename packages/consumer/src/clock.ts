// Time and randomness, handed in. Everything that waits, measures an age or makes up a number takes a
// `Runtime`, so that a test turns the clock and repeats a run; the server's `Runtime` has this shape.

/** Wall-clock time and waiting. Times are milliseconds since the Unix epoch. */
export interface Clock {
  /** Never goes backwards. */
  now(): number;
  /** Resolves once `now()` has advanced by `ms`; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Runtime {
  readonly clock: Clock;
  /** Decides jitter and the ids of workers. Nothing secret depends on it. */
  randomBytes(size: number): Uint8Array;
}
