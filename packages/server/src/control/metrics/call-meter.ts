// Counts calls of the wire APIs. It runs on every call, so it adds to numbers and builds nothing; what is
// shown of them is put together when somebody asks.

import type { Distribution, Labels, Metric, MetricSource, Sample } from './metric.ts';

/** Seconds. From what an in-memory read takes to what a client waits for at most. */
const BOUNDS = [
  0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
const BOUNDS_MS = BOUNDS.map((seconds) => seconds * 1000);

export interface Failure {
  /** Of HTTP. */
  readonly status: number;
  /** Its name, of which there are few; '' where the answer names none. */
  readonly error: string;
}

/** Of one operation. */
export class CallMeter {
  readonly #labels: Labels;
  #succeeded = 0;
  readonly #failed = new Map<string, Failure & { count: number }>();
  readonly #counts: number[] = BOUNDS.map(() => 0).concat(0);
  #sumMs = 0;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  succeeded(ms: number): void {
    this.#succeeded += 1;
    this.#took(ms);
  }

  failed(ms: number, failure: Failure): void {
    this.refused(failure);
    this.#took(ms);
  }

  /** Before it took any time that would be worth to be told. */
  refused({ status, error }: Failure): void {
    const key = `${status}${error}`;
    let counted = this.#failed.get(key);
    if (counted === undefined) this.#failed.set(key, (counted = { status, error, count: 0 }));
    counted.count += 1;
  }

  /** None before the first call: most operations are never called. */
  samples(): Sample[] {
    const labels = this.#labels;
    const failures = [...this.#failed.values()].map(({ status, error, count }) => ({
      labels: { ...labels, status: String(status), error },
      value: count,
    }));
    if (this.#succeeded === 0) return failures;
    const succeeded = { labels: { ...labels, status: '200', error: '' }, value: this.#succeeded };
    return [succeeded, ...failures];
  }

  /** Undefined before the first call. */
  distribution(): Distribution | undefined {
    if (this.#counts.every((count) => count === 0)) return undefined;
    const sum = this.#sumMs / 1000;
    return { labels: this.#labels, bounds: BOUNDS, counts: [...this.#counts], sum };
  }

  #took(ms: number): void {
    this.#sumMs += ms;
    let bucket = 0;
    while (ms > (BOUNDS_MS[bucket] ?? Infinity)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }
}

/** The meters of all operations, as one source of metrics. */
export class CallMeters implements MetricSource {
  /** Of requests that name no operation which the server has. */
  readonly unknown = new CallMeter({ service: '', operation: '' });
  readonly #meters = [this.unknown];

  /** A new meter; the names become its labels. */
  meterOf(service: string, operation: string): CallMeter {
    const meter = new CallMeter({ service, operation });
    this.#meters.push(meter);
    return meter;
  }

  collect(): Metric[] {
    return [
      {
        name: 'headwater_requests_total',
        help: 'Calls of AWS operations that were answered, by HTTP status and error.',
        type: 'counter',
        samples: this.#meters.flatMap((meter) => meter.samples()),
      },
      {
        name: 'headwater_request_duration_seconds',
        help: 'Time from a call whose body has arrived to its answer, without sending either.',
        type: 'histogram',
        distributions: this.#meters.flatMap((meter) => meter.distribution() ?? []),
      },
    ];
  }
}
