// ListShards.

import type { ListShardsCommandInput, ShardFilter as WireFilter } from '@aws-sdk/client-kinesis';
import type { Kinesis } from '../../../kinesis/kinesis.ts';
import { parseShardId } from '../../../kinesis/shard.ts';
import { listShards as list, type ShardFilter } from '../../../kinesis/shards/list-shards.ts';
import type { StreamName } from '../../../kinesis/stream.ts';
import { findStream } from '../../../kinesis/streams/stream-catalog.ts';
import { enumeration, required, structure, timestamp } from '../../validation/shape.ts';
import { invalidArgument } from '../kinesis-errors.ts';
import { defineKinesisOperation, type KinesisContext } from '../kinesis-operation.ts';
import { parseToken, printToken } from '../page-token.ts';
import { shardDescription } from '../shard-description.ts';
import {
  creationTimestamp,
  maxPage,
  pageLimit,
  pageToken,
  shardId,
  streamMembers,
} from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';
import { millisecondsOf, secondsOf } from '../timestamps.ts';

/** Shards of a page that asks for no number (ListShards). */
const usualLimit = 1000;

/** What a listing is about, from its first page to its last. */
interface Listing {
  readonly stream: StreamName;
  readonly filter?: ShardFilter;
  readonly after?: number;
}

export const listShards = defineKinesisOperation<ListShardsCommandInput>({
  name: 'ListShards',
  input: structure('ListShardsInput', {
    NextToken: pageToken,
    ExclusiveStartShardId: shardId,
    MaxResults: pageLimit,
    StreamCreationTimestamp: creationTimestamp,
    ShardFilter: structure('ShardFilter', {
      Type: required(
        enumeration([
          'AFTER_SHARD_ID',
          'AT_TRIM_HORIZON',
          'FROM_TRIM_HORIZON',
          'AT_LATEST',
          'AT_TIMESTAMP',
          'FROM_TIMESTAMP',
        ]),
      ),
      ShardId: shardId,
      Timestamp: timestamp(),
    }),
    ...streamMembers,
  }),
  async run(context, input) {
    const { kinesis } = context;
    const listing = listingOf(context, input);
    const stream = await findStream(kinesis, listing.stream);
    checkCreation(input, stream.createdAt);
    const limit = Math.min(input.MaxResults ?? usualLimit, maxPage);
    const { shards, more } = await list(kinesis, stream, { ...listing, limit });
    const last = shards.at(-1)?.index;
    return {
      Shards: shards.map(shardDescription),
      ...(more && last !== undefined
        ? { NextToken: printToken<Listing>(kinesis, 'ListShards', { ...listing, after: last }) }
        : {}),
    };
  },
});

function listingOf({ kinesis, scope }: KinesisContext, input: ListShardsCommandInput): Listing {
  const { NextToken: token, ExclusiveStartShardId: start, ShardFilter: filter } = input;
  const isNamed = input.StreamName !== undefined || input.StreamARN !== undefined;
  if (token !== undefined) {
    if (isNamed) throw invalidArgument('NextToken and StreamName cannot be provided together.');
    // AWS's text is not recorded.
    if (start !== undefined || filter !== undefined) {
      throw invalidArgument('NextToken stands for the whole of the first request.');
    }
    return tokenListing(kinesis, scope, token);
  }
  if (!isNamed) throw invalidArgument('Either NextToken or StreamName should be provided.');
  const after = start === undefined ? undefined : parseShardId(start);
  return {
    stream: streamOf(scope, input),
    ...(filter === undefined ? {} : { filter: filterOf(filter) }),
    ...(after === undefined ? {} : { after }),
  };
}

function tokenListing(kinesis: Kinesis, scope: KinesisContext['scope'], token: string): Listing {
  const listing = parseToken<Listing>(kinesis, 'ListShards', token);
  return { ...listing, stream: { ...scope, name: listing.stream.name } };
}

/** AWS's texts about filters are not recorded. */
function filterOf({ Type: type, ShardId, Timestamp }: WireFilter): ShardFilter {
  switch (type) {
    case 'AFTER_SHARD_ID': {
      const index = ShardId === undefined ? undefined : parseShardId(ShardId);
      if (index === undefined) {
        throw invalidArgument(
          'ShardId of a shard has to be provided for a ShardFilter of this Type.',
        );
      }
      return { type, index };
    }
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP':
      if (Timestamp === undefined) {
        throw invalidArgument('Timestamp has to be provided for a ShardFilter of this Type.');
      }
      return { type, time: millisecondsOf(Timestamp) };
    case 'AT_TRIM_HORIZON':
    case 'FROM_TRIM_HORIZON':
    case 'AT_LATEST':
      return { type };
    case undefined:
      throw invalidArgument('A ShardFilter has a Type.');
  }
}

/** With it one tells apart streams of one name (ListShards); AWS's text is not recorded. */
function checkCreation(
  { StreamCreationTimestamp: asked }: ListShardsCommandInput,
  createdAt: number,
): void {
  if (asked !== undefined && Math.floor(secondsOf(asked)) !== Math.floor(createdAt / 1000)) {
    throw invalidArgument('The stream was created at another time than StreamCreationTimestamp.');
  }
}
