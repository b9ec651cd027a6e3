// Whether a text or bytes contain others. JavaScript's own search is fast as a rule, but takes the product
// of both lengths for a part that is met almost everywhere, which would hold up the whole server.

/** Up to this length the product is small enough. */
const SHORT = 64;

export function containsText(text: string, part: string): boolean {
  if (part.length <= SHORT) return text.includes(part);
  return part.length <= text.length && containsUnits(unitsOf(text), unitsOf(part));
}

export function containsBytes(bytes: Uint8Array, part: Uint8Array): boolean {
  if (part.length <= SHORT) return bufferOn(bytes).includes(bufferOn(part));
  return part.length <= bytes.length && containsUnits(bytes, part);
}

function bufferOn(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return units;
}

// The search of Knuth, Morris and Pratt, in the sum of both lengths. `part` is not empty.
function containsUnits(units: Uint8Array | Uint16Array, part: Uint8Array | Uint16Array): boolean {
  const borders = bordersOf(part);
  let matched = 0;
  for (const unit of units) {
    matched = extended(matched, unit, { part, borders });
    if (matched === part.length) return true;
  }
  return false;
}

interface Pattern {
  readonly part: Uint8Array | Uint16Array;
  readonly borders: Uint32Array;
}

/** For each length of a beginning of the part, less one, how much of its end is a shorter beginning. */
function bordersOf(part: Uint8Array | Uint16Array): Uint32Array {
  const borders = new Uint32Array(part.length);
  let matched = 0;
  for (let index = 1; index < part.length; index += 1) {
    matched = extended(matched, part[index] ?? 0, { part, borders });
    borders[index] = matched;
  }
  return borders;
}

/** How much of the part the units up to this one end with, when those before it ended with `matched`. */
function extended(matched: number, unit: number, { part, borders }: Pattern): number {
  let length = matched;
  while (length > 0 && part[length] !== unit) length = borders[length - 1] ?? 0;
  return part[length] === unit ? length + 1 : 0;
}
