// The client's side of one keep-alive connection, as cheap as it can be: the load generator shares the
// machine with what it measures.

import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
const READ_BYTES = 256 * 1024;

export class HttpConnection implements Disposable {
  readonly #socket: Socket;
  readonly #onAnswer: (bodyBytes: number) => void;
  /** Of an answer's head, as far as it came. */
  #head = '';
  #bodyBytes = 0;
  #missingBytes = 0;

  /**
   * `onAnswer` is called when an answer with status 200 is complete; the next request may be sent from
   * there. `onFailure` is called with anything else.
   */
  constructor(
    port: number,
    on: { readonly answer: (bodyBytes: number) => void; readonly failure: (error: Error) => void },
  ) {
    this.#onAnswer = on.answer;
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          try {
            this.#read(buffer, length);
          } catch (error) {
            on.failure(error as Error);
          }
          return true;
        },
      },
    });
    this.#socket.on('error', on.failure);
  }

  send(request: Uint8Array): void {
    this.#socket.write(request);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #read(buffer: Buffer, length: number): void {
    let offset = 0;
    if (this.#missingBytes === 0) {
      offset = this.#readHead(buffer, length);
      if (offset === 0) return;
    }
    this.#missingBytes -= length - offset;
    if (this.#missingBytes < 0) throw new Error('an answer is longer than it says');
    if (this.#missingBytes === 0) this.#onAnswer(this.#bodyBytes);
  }

  /** Returns where the body begins; 0 when the head is not complete. */
  #readHead(buffer: Buffer, length: number): number {
    const before = this.#head.length;
    this.#head += buffer.toString('latin1', 0, Math.min(length, 4096));
    const end = this.#head.indexOf(HEAD_END);
    if (end < 0) return 0;
    if (!this.#head.startsWith('200', 9)) throw new Error(`not a success: ${this.#head}`);
    this.#bodyBytes = contentLength(this.#head);
    this.#missingBytes = this.#bodyBytes;
    this.#head = '';
    return end + HEAD_END.length - before;
  }
}

function contentLength(head: string): number {
  const found = /\r\ncontent-length: (\d+)\r\n/i.exec(`${head}\r\n`)?.[1];
  if (found === undefined) throw new Error(`an answer without a length: ${head}`);
  return Number(found);
}
