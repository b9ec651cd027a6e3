// Bytes as text that a failed expectation can show, and that orders as the bytes do.

export type Pairs = readonly (readonly [key: string, value: string])[];

export function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export function bytesHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
