// Timestamps of requests. The SDK's types say Date; on the wire they are seconds since the epoch, with a
// fraction.

/** Epoch milliseconds. */
export function millisecondsOf(wire: Date): number {
  return Math.round((wire as unknown as number) * 1000);
}
