// A measurement as its source hands it out when it is asked. Sources count in plain numbers of their own
// and know nothing of the format in which it is shown.

/** Names and values of labels; a value may be any text. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One name with what was measured under it. Names follow Prometheus: `headwater_`, the unit last, in
 * seconds and bytes; `_total` at the end of a counter.
 */
export type Metric = {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
} & (
  | {
      /** A counter starts at 0 with the server and only grows. */
      readonly type: 'counter' | 'gauge';
      readonly samples: readonly Sample[];
    }
  | { readonly type: 'histogram'; readonly distributions: readonly Distribution[] }
);

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

export interface Distribution {
  readonly labels?: Labels;
  /** Upper ends of the buckets, ascending; above the last of them lies one bucket more. */
  readonly bounds: readonly number[];
  /** How many values each bucket got, by itself: one number more than there are bounds. */
  readonly counts: readonly number[];
  /** Of all values. */
  readonly sum: number;
}

export interface MetricSource {
  /** Called for each scrape. Several sources may give samples of one name, under different labels. */
  collect(): readonly Metric[] | Promise<readonly Metric[]>;
}
