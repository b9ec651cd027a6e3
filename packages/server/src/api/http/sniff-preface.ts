// Tells by the first bytes of a connection whether its client speaks HTTP/2 with prior knowledge (RFC 9113, section
// 3.4), as the AWS SDKs do with Kinesis. It costs a connection one look at its first bytes, and a request nothing.

import type { Socket } from 'node:net';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export interface Sniffing {
  /** Each gets the socket with all that was read of it. */
  readonly http1: (socket: Socket) => void;
  readonly http2: (socket: Socket) => void;
  /** How long a connection may take to say what it speaks. */
  readonly timeoutMs: number;
}

export function sniffPreface(socket: Socket, { http1, http2, timeoutMs }: Sniffing): void {
  let head: Buffer = Buffer.alloc(0);
  const giveUp = (): void => void socket.destroy();
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const length = Math.min(head.length, preface.length);
    const isPreface = preface.subarray(0, length).equals(head.subarray(0, length));
    if (isPreface && length < preface.length) return;
    socket.off('readable', look).off('end', giveUp).off('error', giveUp).off('timeout', giveUp);
    socket.setTimeout(0);
    socket.unshift(head);
    (isPreface ? http2 : http1)(socket);
  };
  socket.on('readable', look).on('end', giveUp).on('error', giveUp).on('timeout', giveUp);
  socket.setTimeout(timeoutMs);
}
