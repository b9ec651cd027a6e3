// A token bucket as provisioned throughput has one: it fills at the provisioned rate and holds what was
// left unused of the last five minutes (Burst capacity). A request passes while there is anything in it
// and then takes all that it used, also below zero, since its cost is known only afterwards.

export interface TokenBucket {
  readonly tokens: number;
  /** Epoch milliseconds at which `tokens` was true. */
  readonly at: number;
}

const burstSeconds = 300;

/** A new table has its first second's units, and nothing saved up. */
export function newBucket(unitsPerSecond: number, now: number): TokenBucket {
  return { tokens: unitsPerSecond, at: now };
}

export function refilled(bucket: TokenBucket, unitsPerSecond: number, now: number): TokenBucket {
  const gained = ((now - bucket.at) / 1000) * unitsPerSecond;
  return { tokens: Math.min(bucket.tokens + gained, unitsPerSecond * burstSeconds), at: now };
}

export function drained(bucket: TokenBucket, units: number): TokenBucket {
  return { ...bucket, tokens: bucket.tokens - units };
}
