// Values of answers that each format writes in its own way: JSON has bytes as base64 and times as seconds with a
// fraction, CBOR has both as they are.

import { base64Text } from '../base/bytes.ts';

export class WireBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  toJSON(): string {
    return base64Text(this.bytes);
  }
}

export class WireTime {
  /** Since the epoch, with a fraction. */
  readonly seconds: number;

  constructor(epochMs: number) {
    this.seconds = epochMs / 1000;
  }

  toJSON(): number {
    return this.seconds;
  }
}
