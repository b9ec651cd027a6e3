// What functions log: the newest lines of each, and the end of what one invocation logged. Bounded however much
// a function writes.

import { StringDecoder } from 'node:string_decoder';

/** The newest lines of one function. */
export class FunctionLog {
  readonly #lines: string[] = [];
  readonly #maxLines: number;
  readonly #maxCharacters: number;
  #characters = 0;
  /** The lines before this one have gone. They are cut off many at a time, since that costs a copy. */
  #first = 0;

  constructor({ maxLines = 10_000, maxCharacters = 1_048_576 } = {}) {
    this.#maxLines = maxLines;
    this.#maxCharacters = maxCharacters;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    while (this.#isTooMuch()) {
      this.#characters -= this.#lines[this.#first]?.length ?? 0;
      this.#first += 1;
    }
    if (this.#first > this.#maxLines) this.#lines.splice(0, this.#first);
    if (this.#first > this.#lines.length) this.#first = 0;
  }

  lines(): readonly string[] {
    return this.#lines.slice(this.#first);
  }

  #isTooMuch(): boolean {
    const count = this.#lines.length - this.#first;
    return count > this.#maxLines || (count > 1 && this.#characters > this.#maxCharacters);
  }
}

/** The last bytes of a text that comes in lines. */
export class LogTail {
  readonly #maxBytes: number;
  #lines: string[] = [];
  #bytes = 0;

  /** AWS gives 4 KB. */
  constructor(maxBytes = 4096) {
    this.#maxBytes = maxBytes;
  }

  add(line: string): void {
    const text = `${line}\n`;
    this.#lines.push(text);
    this.#bytes += Buffer.byteLength(text);
    // Never fewer bytes than can be asked for.
    for (;;) {
      const oldest = Buffer.byteLength(this.#lines[0] ?? '');
      if (oldest === 0 || this.#bytes - oldest < this.#maxBytes) return;
      this.#lines.shift();
      this.#bytes -= oldest;
    }
  }

  /** UTF-8, cut between characters. Begins anew. */
  take(): Uint8Array {
    const all = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#bytes = 0;
    let start = Math.max(0, all.byteLength - this.#maxBytes);
    while (start > 0 && isInsideOfCharacter(all[start])) start += 1;
    return all.subarray(start);
  }
}

function isInsideOfCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Makes lines of the pieces in which a stream arrives. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #emit: (line: string) => void;
  readonly #maxCharacters: number;
  #rest = '';

  /** A longer line than AWS lets an event of a log be is cut into several: 256 KB. */
  constructor(emit: (line: string) => void, maxCharacters = 262_144) {
    this.#emit = emit;
    this.#maxCharacters = maxCharacters;
  }

  write(piece: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(piece)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#emitInPieces(line);
    while (this.#rest.length > this.#maxCharacters) {
      this.#emit(this.#rest.slice(0, this.#maxCharacters));
      this.#rest = this.#rest.slice(this.#maxCharacters);
    }
  }

  /** The unfinished line, if there is one. */
  flush(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#emitInPieces(rest);
  }

  #emitInPieces(line: string): void {
    for (let start = 0; start === 0 || start < line.length; start += this.#maxCharacters) {
      this.#emit(line.slice(start, start + this.#maxCharacters));
    }
  }
}
