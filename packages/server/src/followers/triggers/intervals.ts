// How often a trigger does what it need not do: everything that matters wakes it. As long as makes no
// difference, and short enough for clocks that leap a year.

export const aDayMs = 24 * 60 * 60 * 1000;
