// Medians and spreads of what the rounds measured.

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** `values` holds at least one. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  const lower = sorted[sorted.length % 2 === 0 ? half - 1 : half] ?? Number.NaN;
  return {
    median: (lower + upper) / 2,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}
