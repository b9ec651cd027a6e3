// Times of requests: the SDK's types have dates where requests have seconds since the epoch.

/** With a fraction. */
export function secondsOf(timestamp: Date): number {
  return timestamp as unknown as number;
}

/** Epoch milliseconds. */
export function millisecondsOf(timestamp: Date): number {
  return Math.round(secondsOf(timestamp) * 1000);
}
