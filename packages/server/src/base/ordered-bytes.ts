// An encoding of byte strings that keeps order and ends itself: comparing two encodings byte by byte
// gives the order of what they encode, and no encoding begins another, so further bytes can follow and
// the order still holds.
//
//   every 00 becomes 00 FF, then 00 00 ends it
//
//   61 62       ->  61 62 00 00
//   61 00 62    ->  61 00 FF 62 00 00

const ESCAPED_ZERO = 0xff;

/** A byte string, escaped and ended. */
export function orderedBytes(bytes: Uint8Array): Uint8Array {
  return escaped(bytes, 2);
}

/**
 * What the encodings of all byte strings beginning with `prefix` have in common, and no other: the
 * encoding without its end.
 */
export function orderedPrefix(prefix: Uint8Array): Uint8Array {
  return escaped(prefix, 0);
}

function escaped(bytes: Uint8Array, endLength: number): Uint8Array {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros += 1;
  const encoded = new Uint8Array(bytes.length + zeros + endLength);
  if (zeros === 0) {
    encoded.set(bytes);
    return encoded;
  }
  let at = 0;
  for (const byte of bytes) {
    encoded[at] = byte;
    at += 1;
    if (byte === 0) {
      encoded[at] = ESCAPED_ZERO;
      at += 1;
    }
  }
  return encoded;
}
