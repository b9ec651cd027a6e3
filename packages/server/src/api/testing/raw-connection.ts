// A TCP connection to the server on which a test writes HTTP by hand.

import { connect, type Socket } from 'node:net';

export interface RawResponse {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export class RawConnection implements AsyncDisposable {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  readonly #closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    // A connection that the server cuts may report so; the tests look at what arrived before.
    socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => resolve());
    });
  }

  static open(port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new RawConnection(socket)));
      socket.once('error', reject);
    });
  }

  write(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** The next response, which must have a Content-Length. */
  async response(): Promise<RawResponse> {
    for (;;) {
      const response = this.#take();
      if (response !== undefined) return response;
      await new Promise<void>((resolve, reject) => {
        const stop = (): void => {
          this.socket.off('data', onData);
          this.socket.off('close', onClose);
        };
        const onData = (): void => {
          stop();
          resolve();
        };
        const onClose = (): void => {
          stop();
          reject(new Error(`closed after: ${this.#received.toString()}`));
        };
        this.socket.on('data', onData);
        this.socket.on('close', onClose);
      });
    }
  }

  /** Resolves when the connection is closed, by whichever side. */
  closed(): Promise<void> {
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.#closed;
  }

  #take(): RawResponse | undefined {
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const end = headEnd + 4 + length;
    if (this.#received.length < end) return undefined;
    const body = this.#received.toString('utf8', headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    return { status: Number(head.slice(9, 12)), head, body };
  }
}

/** The text of a call to an operation of DynamoDB. */
export function rawCall(headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  return `POST / HTTP/1.1\r\nhost: localhost\r\n${lines
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`;
}
