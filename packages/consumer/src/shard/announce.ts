// Announces a watermark until it is heard.

import { type BackOff, backOffMs } from '../back-off.ts';
import type { Runtime } from '../clock.ts';
import type { ConsumerEvent } from '../events.ts';
import { rest } from '../rest.ts';
import type { Watermark, WatermarkOptions } from '../watermark.ts';

export interface Announcing {
  readonly onWatermark: WatermarkOptions['onWatermark'];
  readonly backOff: BackOff;
  readonly runtime: Runtime;
  /** Aborts when the lease is lost, or the consumer does not wait. */
  readonly signal: AbortSignal;
  /** Aborts when nothing is to be begun any more. */
  readonly stopping: AbortSignal;
  /** Before each call: whether the lease is still this worker's. */
  mayProcess(): Promise<boolean>;
  onEvent(event: ConsumerEvent): void;
}

/** Whether it was heard; otherwise the lease is lost or the consumer stops. */
export async function announce(
  mark: Watermark,
  { onWatermark, backOff, runtime, signal, stopping, mayProcess, onEvent }: Announcing,
): Promise<boolean> {
  for (let attempt = 1; await mayProcess(); attempt += 1) {
    try {
      await onWatermark(mark, { signal, attempt });
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      const retryInMs = backOffMs(attempt, backOff, runtime);
      onEvent({ type: 'watermark-failed', ...mark, attempt, error, retryInMs });
      await rest(runtime.clock, retryInMs, { signal: stopping });
      if (stopping.aborted) return false;
    }
  }
  return false;
}
