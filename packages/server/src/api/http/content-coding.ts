// gzip in both directions: bodies of requests may come compressed, and large answers go out compressed
// to clients that ask for it. Both run off the main thread.

import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { BodyTooLarge } from './read-body.ts';

const gunzipAsync = promisify(gunzip);
const gzipAsync = promisify(gzip);

/** Bytes; smaller answers gain nothing from compression. */
const MIN_COMPRESSED_BYTES = 1024;

/** The body's coding is unknown, or the body is not what its coding says. */
export class BadContentCoding extends Error {
  override readonly name = 'BadContentCoding';
}

/** Rejects with BodyTooLarge when the plain body would pass the limit, or with BadContentCoding. */
export async function decodedBody(
  body: Buffer,
  coding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (coding === undefined || coding === '' || coding === 'identity') return body;
  if (coding.toLowerCase() !== 'gzip') throw new BadContentCoding(`unknown coding: ${coding}`);
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLarge();
    throw new BadContentCoding('the body is not gzip', { cause: error });
  }
}

/** Whether an answer should be compressed, by its size and the request's `Accept-Encoding`. */
export function wantsGzip(accepted: string | undefined, sizeBytes: number): boolean {
  if (accepted === undefined || sizeBytes < MIN_COMPRESSED_BYTES) return false;
  return accepted.split(',').some((coding) => {
    const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

export function compressed(body: Buffer): Promise<Buffer> {
  return gzipAsync(body, { level: constants.Z_BEST_SPEED });
}
