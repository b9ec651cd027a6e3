// A consumer of the whole stream that outlives the server: it keeps its iterators over restarts, and sees
// to it that sequence numbers grow and that each item stays in its shard.

import { createHash, type Hash } from 'node:crypto';
import { call } from './aws-json-client.ts';
import { partitionCount, versionOf, type WireItem } from './crash-table.ts';
import type { Change } from './history.ts';

interface WireRecord {
  readonly eventName: Change['kind'];
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: WireItem;
    readonly OldImage?: WireItem;
    readonly NewImage?: WireItem;
  };
}

interface FollowedShard {
  readonly id: string;
  iterator: string;
  lastNumber: bigint;
  /** Of all records so far. */
  readonly digest: Hash;
}

export class Follower {
  readonly #shards: readonly FollowedShard[];
  readonly #shardOfKey = new Map<string, string>();
  #changes = new Map<string, Change[]>();
  #recordCount = 0;

  private constructor(shards: readonly FollowedShard[]) {
    this.#shards = shards;
  }

  /** Begins at the oldest record of each shard. */
  static async start(url: string, streamArn: string): Promise<Follower> {
    const { StreamDescription } = await call<{
      StreamDescription: { Shards: { ShardId: string }[] };
    }>(url, 'DynamoDBStreams_20120810.DescribeStream', { StreamArn: streamArn });
    const shards = StreamDescription.Shards.map(async ({ ShardId: id }) => {
      const { ShardIterator: iterator } = await call<{ ShardIterator: string }>(
        url,
        'DynamoDBStreams_20120810.GetShardIterator',
        { StreamArn: streamArn, ShardId: id, ShardIteratorType: 'TRIM_HORIZON' },
      );
      return { id, iterator, lastNumber: -1n, digest: createHash('sha256') };
    });
    const started = await Promise.all(shards);
    if (started.length !== partitionCount) throw new Error(`${started.length} open shards`);
    return new Follower(started);
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /** Equal for two followers that have seen the same records in the same order. */
  digest(): string {
    return this.#shards.map(({ id, digest }) => `${id} ${digest.copy().digest('hex')}`).join('\n');
  }

  /** Reads every shard until there is nothing new. */
  async catchUp(url: string): Promise<void> {
    await Promise.all(
      this.#shards.map(async (shard) => {
        while ((await this.#readPage(url, shard)) > 0);
      }),
    );
  }

  /** Reads on until a call has no answer, and rejects with that call's error. */
  async follow(url: string): Promise<never> {
    for (;;) await this.catchUp(url);
  }

  /** The changes since it was last asked, by key. */
  takeChanges(): Map<string, Change[]> {
    const taken = this.#changes;
    this.#changes = new Map();
    return taken;
  }

  async #readPage(url: string, shard: FollowedShard): Promise<number> {
    const page = await call<{ Records: WireRecord[]; NextShardIterator?: string }>(
      url,
      'DynamoDBStreams_20120810.GetRecords',
      { ShardIterator: shard.iterator },
    );
    if (page.NextShardIterator === undefined) throw new Error(`${shard.id} came to an end`);
    shard.iterator = page.NextShardIterator;
    for (const record of page.Records) this.#take(shard, record);
    return page.Records.length;
  }

  #take(shard: FollowedShard, { eventName, dynamodb }: WireRecord): void {
    const { Keys, SequenceNumber, OldImage, NewImage } = dynamodb;
    const number = BigInt(SequenceNumber);
    if (number <= shard.lastNumber) {
      throw new Error(`${shard.id}: ${SequenceNumber} comes after ${shard.lastNumber}`);
    }
    shard.lastNumber = number;
    shard.digest.update(JSON.stringify([eventName, dynamodb]));
    this.#recordCount += 1;
    const key = Keys.p?.S ?? '';
    const usual = this.#shardOfKey.get(key) ?? shard.id;
    if (usual !== shard.id) throw new Error(`${key} is in ${usual} and in ${shard.id}`);
    this.#shardOfKey.set(key, usual);
    const changes = this.#changes.get(key) ?? [];
    this.#changes.set(key, changes);
    changes.push({
      kind: eventName,
      before: OldImage && versionOf(OldImage),
      after: NewImage && versionOf(NewImage),
    });
  }
}
