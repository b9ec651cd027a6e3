// Finds circular imports. Type-only imports count too: two files that need each other's types are
// one idea, or miss a third file.

/** One cycle for each back edge of a depth-first walk, as the files on it in order. */
export function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];

  function walk(file: string): void {
    const at = path.indexOf(file);
    if (at !== -1) {
      cycles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of imports.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  }

  for (const file of imports.keys()) walk(file);
  return cycles;
}
