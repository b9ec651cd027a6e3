// Reads a request's body into memory, up to a limit.

import type { IncomingMessage } from 'node:http';
import type { BodyShare } from './body-budget.ts';

/** The body is, or says it is, larger than the limit. Nothing beyond the limit was kept. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The client went away before its request was complete; there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * Rejects with BodyTooLarge as soon as the limit is known to be passed, with Overloaded when all requests
 * together hold too much, or with ClientGone.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, share }: { readonly maxBytes: number; readonly share: BodyShare },
): Promise<Buffer> {
  if (Number(request.headers['content-length']) > maxBytes) {
    return Promise.reject(new BodyTooLarge());
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const takeChunk = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      try {
        if (sizeBytes > maxBytes) throw new BodyTooLarge();
        share.take(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        request.off('data', takeChunk);
        chunks.length = 0;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    request.on('data', takeChunk);
    request.on('end', () => resolve(joined(chunks)));
    request.on('error', () => reject(new ClientGone()));
    // HTTP/2 ends what was cut off as if it were whole, but says so before.
    request.on('aborted', () => reject(new ClientGone()));
  });
}

/**
 * Reads on without keeping anything, so that a client which is still sending gets to see the answer
 * instead of a reset connection; cuts the connection after `maxBytes`.
 */
export function discardBody(request: IncomingMessage, maxBytes: number): void {
  let sizeBytes = 0;
  request.on('error', ignore);
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) request.destroy();
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function ignore(): void {}
