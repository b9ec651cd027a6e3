// Who is subscribed to which shard: a registered consumer has one subscription of a shard. A new one takes the place of
// the old, but not at once.

import type { Clock } from '../../base/runtime.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { type KinesisShard, shardId } from '../shard.ts';

/** SubscribeToShard. */
const leastPauseMs = 5000;

interface Subscription {
  readonly since: number;
  readonly ending: AbortController;
}

export class Subscriptions {
  readonly #clock: Clock;
  readonly #open = new Map<string, Subscription>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes the place of the consumer's subscription of the shard, which ends. @throws KinesisRefused when that began
   * less than five seconds ago
   */
  begin(consumerArn: string, { index }: KinesisShard): AbortController {
    const key = `${consumerArn}/${index}`;
    const now = this.#clock.now();
    const before = this.#open.get(key);
    if (before !== undefined && now - before.since < leastPauseMs) {
      throw new KinesisRefused({
        kind: 'subscribed-lately',
        consumer: consumerArn,
        shard: shardId(index),
      });
    }
    before?.ending.abort();
    const ending = new AbortController();
    const subscription = { since: now, ending };
    this.#open.set(key, subscription);
    ending.signal.addEventListener('abort', () => {
      if (this.#open.get(key) === subscription) this.#open.delete(key);
    });
    return ending;
  }

  /** Ends all, so that nobody waits for them. */
  end(): void {
    for (const { ending } of this.#open.values()) ending.abort();
  }
}
