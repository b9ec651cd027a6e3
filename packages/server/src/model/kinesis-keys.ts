// Where Kinesis streams lie in the store's key space, of which storage-keys.ts has the rest.
//
//   20 account 00 region 00 stream      stream (JSON, kinesis/stream.ts)
//   21 stream:4 shard:4                 shard (JSON, kinesis/shard.ts)
//   22 stream:4 consumer                registered consumer (JSON, kinesis/streams/consumers.ts)
//   23 stream:4                         deleted stream whose shards are still to be removed (JSON)
//
// `stream:4` is the stream's number, `shard:4` the index in the shard's id; both are big-endian. A number is
// never used twice, so a stream that takes a deleted one's name shares nothing with it.

import { concatBytes, utf8Bytes } from '../base/bytes.ts';
import { type KeyRange, named, rangeOfPrefix } from './storage-keys.ts';
import type { Scope } from './table.ts';

const kind = { stream: 0x20, shard: 0x21, consumer: 0x22, removal: 0x23 } as const;

export function kinesisStreamKey({
  account,
  region,
  name,
}: Scope & { readonly name: string }): Uint8Array {
  return named(kind.stream, [account, region, name]);
}

/** Streams of the scope, in the order of their names. */
export function kinesisStreamsRange({ account, region }: Scope): KeyRange {
  return rangeOfPrefix(named(kind.stream, [account, region, '']));
}

/** Streams of all scopes. */
export function allKinesisStreamsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.stream));
}

export function kinesisShardKey(stream: number, index: number): Uint8Array {
  return concatBytes([numbered(kind.shard, stream), uint32(index)]);
}

/** Shards of a stream, in the order of their ids. */
export function kinesisShardsRange(stream: number): KeyRange {
  return rangeOfPrefix(numbered(kind.shard, stream));
}

export function kinesisConsumerKey(stream: number, name: string): Uint8Array {
  return concatBytes([numbered(kind.consumer, stream), utf8Bytes(name)]);
}

/** Consumers of a stream, in the order of their names. */
export function kinesisConsumersRange(stream: number): KeyRange {
  return rangeOfPrefix(numbered(kind.consumer, stream));
}

export function kinesisRemovalKey(stream: number): Uint8Array {
  return numbered(kind.removal, stream);
}

export function kinesisRemovalsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.removal));
}

/** All that there is of Kinesis: its first key tells whether there is anything. */
export function allOfKinesisRange(): KeyRange {
  return { from: Uint8Array.of(kind.stream), to: rangeOfPrefix(Uint8Array.of(kind.removal)).to };
}

function numbered(first: number, stream: number): Uint8Array {
  return concatBytes([Uint8Array.of(first), uint32(stream)]);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
