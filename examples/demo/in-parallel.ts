// Several things under way at once.

/** Calls `handle` for each value, at most `width` at a time; rejects with the first failure. */
export async function inParallel<T>(
  values: Iterable<T>,
  width: number,
  handle: (value: T) => Promise<void>,
): Promise<void> {
  const rest = values[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await handle(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
