// A consumer of the whole stream that outlives the server: it keeps its iterators over restarts, follows
// shards to their children, and sees to it that sequence numbers grow, in shards and of each item.

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

interface WireShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

interface FollowedShard {
  readonly id: string;
  /** Undefined once the shard has been read to its end. */
  iterator: string | undefined;
  /** Of the last record of the shard, or of its parent before the first. */
  lastNumber: bigint;
  /** Of all records so far. */
  readonly digest: Hash;
  /** Whether its children are followed; they are when it has been read to its end. */
  hasChildren: boolean;
}

export class Follower {
  readonly #streamArn: string;
  readonly #shards = new Map<string, FollowedShard>();
  readonly #lastNumberOfKey = new Map<string, bigint>();
  #changes = new Map<string, Change[]>();
  #recordCount = 0;

  private constructor(streamArn: string) {
    this.#streamArn = streamArn;
  }

  /** Begins at the oldest record of each shard that the stream began with. */
  static async start(url: string, streamArn: string): Promise<Follower> {
    const follower = new Follower(streamArn);
    const all = await follower.#describe(url);
    const first = all.filter(({ ParentShardId }) => ParentShardId === undefined);
    if (first.length !== partitionCount) throw new Error(`${first.length} shards without a parent`);
    for (const { ShardId } of first) await follower.#follow(url, ShardId, -1n);
    return follower;
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  get shardCount(): number {
    return this.#shards.size;
  }

  /** Equal for two followers that have seen the same records in the same order. */
  digest(): string {
    const shards = [...this.#shards.values()].toSorted((one, other) =>
      one.id < other.id ? -1 : 1,
    );
    return shards.map(({ id, digest }) => `${id} ${digest.copy().digest('hex')}`).join('\n');
  }

  /** Reads every shard until there is nothing new, and the children of those that have ended. */
  async catchUp(url: string): Promise<void> {
    let known: number;
    do {
      known = this.#shards.size;
      await this.#followChildren(url);
      await Promise.all(
        [...this.#shards.values()].map(async (shard) => {
          while ((await this.#readPage(url, shard)) > 0);
        }),
      );
    } while (this.#shards.size > known || this.#hasUnfollowed());
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

  #hasUnfollowed(): boolean {
    return [...this.#shards.values()].some(
      ({ iterator, hasChildren }) => iterator === undefined && !hasChildren,
    );
  }

  /** Of shards that were read to their ends: their children appear in the commit that closes them. */
  async #followChildren(url: string): Promise<void> {
    if (!this.#hasUnfollowed()) return;
    const all = await this.#describe(url);
    for (const shard of this.#shards.values()) {
      if (shard.iterator !== undefined || shard.hasChildren) continue;
      const children = all.filter(({ ParentShardId }) => ParentShardId === shard.id);
      if (children.length === 0) throw new Error(`${shard.id} came to an end without children`);
      for (const { ShardId } of children) await this.#follow(url, ShardId, shard.lastNumber);
      shard.hasChildren = true;
    }
  }

  async #follow(url: string, id: string, lastNumber: bigint): Promise<void> {
    // The server may have been killed when some of the children were followed already.
    if (this.#shards.has(id)) return;
    const { ShardIterator: iterator } = await call<{ ShardIterator: string }>(
      url,
      'DynamoDBStreams_20120810.GetShardIterator',
      { StreamArn: this.#streamArn, ShardId: id, ShardIteratorType: 'TRIM_HORIZON' },
    );
    const digest = createHash('sha256');
    this.#shards.set(id, { id, iterator, lastNumber, digest, hasChildren: false });
  }

  async #describe(url: string): Promise<WireShard[]> {
    const shards: WireShard[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: page } = await call<{
        StreamDescription: { Shards: WireShard[]; LastEvaluatedShardId?: string };
      }>(url, 'DynamoDBStreams_20120810.DescribeStream', {
        StreamArn: this.#streamArn,
        ExclusiveStartShardId: last,
      });
      shards.push(...page.Shards);
      last = page.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  async #readPage(url: string, shard: FollowedShard): Promise<number> {
    if (shard.iterator === undefined) return 0;
    const page = await call<{ Records: WireRecord[]; NextShardIterator?: string }>(
      url,
      'DynamoDBStreams_20120810.GetRecords',
      { ShardIterator: shard.iterator },
    );
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
    const before = this.#lastNumberOfKey.get(key) ?? -1n;
    if (number <= before) throw new Error(`${key}: ${SequenceNumber} comes after ${before}`);
    this.#lastNumberOfKey.set(key, number);
    const changes = this.#changes.get(key) ?? [];
    this.#changes.set(key, changes);
    changes.push({
      kind: eventName,
      before: OldImage && versionOf(OldImage),
      after: NewImage && versionOf(NewImage),
    });
  }
}
