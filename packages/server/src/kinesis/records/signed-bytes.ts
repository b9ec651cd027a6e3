// Bytes that clients hold for the server, such as iterators, signed so that nobody can make them up:
//
//   0  version:8   7 zero bytes and a 1, as AWS's iterators begin (observed on AWS, Kinesalite's tests)
//   8  mac:16      the first half of HMAC-SHA256 over what they are for and all that follows
//  24  content

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

const version = Buffer.from('0000000000000001', 'hex');
const macBytes = 16;
const contentAt = version.length + macBytes;

/** What they are for: none can be used as another. */
export type SignedUse = 'iterator' | 'page';

/** As base64. */
export function printSigned(use: SignedUse, content: Uint8Array, key: KeyObject): string {
  return Buffer.concat([version, mac(use, content, key), content]).toString('base64');
}

/** Undefined when it is nothing that this key signed for this use. */
export function parseSigned(use: SignedUse, text: string, key: KeyObject): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < contentAt || !bytes.subarray(0, version.length).equals(version)) {
    return undefined;
  }
  const content = bytes.subarray(contentAt);
  const isOurs = timingSafeEqual(bytes.subarray(version.length, contentAt), mac(use, content, key));
  // Other spellings of the same bytes are none of ours either.
  return isOurs && bytes.toString('base64') === text ? content : undefined;
}

function mac(use: SignedUse, content: Uint8Array, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(use).update(content).digest().subarray(0, macBytes);
}
