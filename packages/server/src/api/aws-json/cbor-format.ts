// CBOR, as the AWS SDKs for Java speak it with Kinesis (`application/x-amz-cbor-1.1`): the same members as in JSON, with
// bytes as they are and times as tag 1. Those SDKs write and read times in milliseconds, although the tag is for
// seconds, and others may send seconds: both are taken.

import { decode, encode, Token, Type } from 'cborg';
import { serializationError } from '../errors.ts';
import { WireBytes, WireTime } from '../wire-values.ts';
import { cborType, type WireFormat } from './wire-format.ts';

const timeTag = 1;
/** As seconds it would be the year 5138, as milliseconds it is 1973. */
const leastMs = 100_000_000_000;

export const cborFormat: WireFormat = {
  contentType: cborType,
  parse(body) {
    if (body.length === 0) return undefined;
    try {
      return decode(body, { tags: { [timeTag]: (content) => seconds(content()) } }) as unknown;
    } catch {
      throw serializationError();
    }
  },
  print(body) {
    if ('pieces' in body) return Buffer.concat(body.pieces.map((piece) => Buffer.from(piece)));
    const bytes = encode(body.value, { typeEncoders: { Object: wireValue } });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
};

/** What the request's shape is checked against is what JSON has: seconds. */
function seconds(content: unknown): unknown {
  if (typeof content === 'bigint') return Number(content) / 1000;
  return typeof content === 'number' && content >= leastMs ? content / 1000 : content;
}

/** Null for what is encoded as any object. */
function wireValue(value: unknown): Token[] | null {
  if (value instanceof WireBytes) return [new Token(Type.bytes, value.bytes)];
  if (value instanceof WireTime) {
    return [new Token(Type.tag, timeTag), new Token(Type.uint, Math.round(value.seconds * 1000))];
  }
  return null;
}
