// Sends an answer, with the headers that every answer of AWS has.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { compressed, wantsGzip } from './content-coding.ts';

export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: Buffer;
  /** What follows piece by piece, in place of `body`; the signal aborts when nobody receives it any more. */
  readonly stream?: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Further headers: name, value, name, value, ... */
  readonly headers?: readonly string[];
  /** Not for the pages of other origins; the answers of AWS are. */
  readonly sameOrigin?: true;
}

/** Resolves when the answer was handed over; does nothing for a client that has gone. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { reply, requestId }: { readonly reply: Reply; readonly requestId: string },
): Promise<void> {
  const { status, contentType } = reply;
  let { body = EMPTY } = reply;
  // A flat list is the form of headers that node:http writes fastest.
  const headers = ['Server', 'Server', 'x-amzn-RequestId', requestId];
  if (contentType !== undefined) headers.push('Content-Type', contentType);
  if (reply.headers !== undefined) headers.push(...reply.headers);
  if (request.headers.origin !== undefined && reply.sameOrigin !== true) {
    headers.push(...CORS_HEADERS);
  }
  if (reply.stream !== undefined) {
    if (response.destroyed || response.headersSent) return;
    response.writeHead(status, headers);
    await sendPieces(response, reply.stream);
    return;
  }
  if (wantsGzip(request.headers['accept-encoding'], body.length)) {
    body = await compressed(body);
    headers.push('Content-Encoding', 'gzip');
  }
  // Of the bytes as they are sent: the SDKs check it before they decompress.
  if (body.length > 0) headers.push('x-amz-crc32', String(crc32(body)));
  headers.push('Content-Length', String(body.length));
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, headers);
  // node:http sends a text in one write with the head, and a buffer in a second one, which costs more
  // than turning a small body into a text of its bytes.
  if (body.length <= MAX_TEXT_BYTES) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** Resolves at the end of the pieces, or when nobody receives them any more. */
async function sendPieces(
  response: ServerResponse,
  stream: NonNullable<Reply['stream']>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for await (const piece of stream(gone.signal)) {
      if (gone.signal.aborted) return;
      // Who reads slowly is waited for.
      if (!response.write(piece)) await drained(response);
    }
    response.end();
  } catch (error) {
    // It is too late for another answer.
    response.destroy();
    throw error;
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve).once('close', resolve);
  });
}

const MAX_TEXT_BYTES = 16_384;

const EMPTY = Buffer.alloc(0);

const CORS_HEADERS = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Expose-Headers',
  'x-amzn-RequestId,x-amz-crc32',
];
