// Event streams as AWS frames them (application/vnd.amazon.eventstream). One message:
//
//   total length:4 | length of headers:4 | CRC-32 of these 8 bytes:4 | headers | payload | CRC-32 of all before:4
//
// and one header: length of name:1 | name | 7, for a text | length of value:2 | value. Numbers are big-endian.

import { crc32 } from 'node:zlib';
import type { EventMessage, EventStream } from '../event-stream.ts';
import type { Reply } from '../http/send.ts';
import type { WireFormat } from './wire-format.ts';

/** The first message; operations of JSON protocols say nothing in it. */
const initial: EventMessage = { kind: 'event', name: 'initial-response', value: {} };

const textType = 7;
const preludeBytes = 12;
const crcBytes = 4;

export function eventStreamReply({ messages }: EventStream, format: WireFormat): Reply {
  return {
    status: 200,
    contentType: 'application/vnd.amazon.eventstream',
    async *stream(signal) {
      yield framed(initial, format);
      for await (const message of messages(signal)) yield framed(message, format);
    },
  };
}

function framed({ kind, name, value }: EventMessage, format: WireFormat): Buffer {
  const headers = Buffer.concat([
    header(`:${kind}-type`, name),
    header(':content-type', format.contentType),
    header(':message-type', kind),
  ]);
  const payload = format.print({ value });
  const total = preludeBytes + headers.length + payload.length + crcBytes;
  const frame = Buffer.allocUnsafe(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  frame.set(headers, preludeBytes);
  frame.set(payload, preludeBytes + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, total - crcBytes)), total - crcBytes);
  return frame;
}

function header(name: string, value: string): Buffer {
  const bytes = Buffer.allocUnsafe(1 + name.length + 3 + value.length);
  bytes.writeUInt8(name.length, 0);
  bytes.write(name, 1, 'latin1');
  bytes.writeUInt8(textType, 1 + name.length);
  bytes.writeUInt16BE(value.length, 2 + name.length);
  bytes.write(value, 4 + name.length, 'latin1');
  return bytes;
}
