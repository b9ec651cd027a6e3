// Sequence numbers are decimal texts of up to 40 digits: no JavaScript number holds them, and their
// lengths differ.

/** Below 0 when `a` comes first, 0 when they are equal, above 0 otherwise. */
export function compareSequenceNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
