// Bytes, UTF-8 and base64, on Node's Buffer: for short texts it is several times faster than
// TextEncoder. What comes back may be a view of a shared pool, so take parts with `subarray` and never
// rely on `.buffer`.

export function utf8Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Number of bytes that `utf8Bytes(text)` has; nothing is allocated. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

export function utf8Text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('utf8');
}

/** Decodes base64 that was checked already. */
export function base64Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

/** Padded. */
export function base64Text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64');
}

/** Number of bytes behind canonical (padded) base64; nothing is decoded. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/**
 * Valid base64 in its one canonical spelling: padded, with no stray bits in the last character. The same
 * text when it is canonical already.
 */
export function canonicalBase64(text: string): string {
  if (text.length % 4 === 0 && !hasStrayBits(text)) return text;
  return bytesBase64(base64Bytes(text));
}

export function bytesBase64(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64');
}

/** Order of unsigned bytes, shorter first when one begins with the other: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Order of the bytes behind two canonical base64 texts. */
export function compareBase64(a: string, b: string): number {
  return a === b ? 0 : compareBytes(base64Bytes(a), base64Bytes(b));
}

/** The smallest byte string that is greater: where a range goes on that has been read up to `bytes`. */
export function bytesBehind(bytes: Uint8Array): Uint8Array {
  const behind = new Uint8Array(bytes.length + 1);
  behind.set(bytes);
  return behind;
}

/** Order of the texts' UTF-8 bytes, which differs from JavaScript's `<` beyond the BMP. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return utf8Rank(left) - utf8Rank(right);
  }
  return a.length - b.length;
}

// UTF-16 puts surrogates (D800..DFFF) before E000..FFFF, UTF-8 puts what they encode after.
function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

// The character before the padding carries two bits ("==": four) that belong to no byte.
function hasStrayBits(text: string): boolean {
  if (!text.endsWith('=')) return false;
  if (text.endsWith('==')) return !'AQgw'.includes(text.charAt(text.length - 3));
  return !'AEIMQUYcgkosw048'.includes(text.charAt(text.length - 2));
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
