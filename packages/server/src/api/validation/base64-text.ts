// Whether a text is base64 as AWS takes it: padded, without white space, and canonical in its last
// character. Says what is wrong in AWS's words (observed on AWS, dynalite's tests), spelling included.

const A_TO_Z = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHABET = `${A_TO_Z}${A_TO_Z.toLowerCase()}0123456789+/`;

const NO_DIGIT = 255;

/** Value of a base64 character by its code. */
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (let index = 0; index < ALPHABET.length; index += 1) DIGITS[ALPHABET.charCodeAt(index)] = index;

const PADDING = '='.charCodeAt(0);

/** AWS's complaint about a base64 text, or undefined when it is good. */
export function base64Fault(text: string): string | undefined {
  const { length } = text;
  if (length % 4 !== 0) {
    return `Base64 encoded length is expected a multiple of 4 bytes but found: ${length}`;
  }
  if (length === 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  let last = 0;
  for (let index = 0; index < length - padding; index += 1) {
    const code = text.charCodeAt(index);
    last = DIGITS[code] ?? NO_DIGIT;
    if (last === NO_DIGIT) {
      return code === PADDING
        ? 'Invalid last non-pad Base64 character dectected'
        : `Invalid Base64 character: '${text.charAt(index)}'`;
    }
  }
  // The bits of the last character that lie beyond the last byte have to be zero.
  const unused = padding === 2 ? 0b1111 : padding === 1 ? 0b11 : 0;
  return (last & unused) === 0 ? undefined : 'Invalid last non-pad Base64 character dectected';
}
