// The table whose stream is followed, on a real server: what is written to it, what becomes of its shards, and where
// each version of an item is in its stream.

import { PutItemCommand, CreateTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Headwater } from '../../../server/src/index.ts';
import type { SeededRandom } from '../../src/testing/seeded-random.ts';
import type { Calls } from './calls.ts';
import { WireClient } from './wire-client.ts';

export const tableName = 'orders';

export interface Version {
  readonly key: string;
  readonly version: number;
}

export interface Place {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export const nameOf = ({ key, version }: Version): string => `${key}/${version}`;

export class Table implements Disposable {
  readonly #headwater: Headwater;
  readonly #calls: Calls;
  readonly #random: SeededRandom;
  readonly #client: WireClient;
  readonly #keys: readonly string[];
  readonly written = new Map<string, number>();
  /** Where versions are, of those that were looked for. */
  readonly places = new Map<string, Place>();
  readonly parents = new Map<string, string | undefined>();
  streamArn = '';

  constructor(
    headwater: Headwater,
    { calls, random, keys }: { calls: Calls; random: SeededRandom; keys: number },
  ) {
    this.#headwater = headwater;
    this.#calls = calls;
    this.#random = random;
    this.#client = new WireClient(headwater.endpoint, 'dynamodb');
    this.#keys = Array.from({ length: keys }, (_, index) => `item ${index}`);
  }

  async create(): Promise<void> {
    const { TableDescription } = await this.#client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    this.streamArn = TableDescription?.LatestStreamArn ?? '';
  }

  async write(count: number, { locate }: { locate: boolean }): Promise<void> {
    const keys = new Set<string>();
    for (let left = count; left > 0; left -= 1) {
      const key = this.#random.pick(this.#keys);
      const version = (this.written.get(key) ?? 0) + 1;
      this.written.set(key, version);
      keys.add(key);
      const Item = { id: { S: key }, version: { N: String(version) } };
      const command = new PutItemCommand({ TableName: tableName, Item });
      await this.#calls.run(() => this.#client.send(command));
    }
    if (locate) for (const key of keys) await this.#locate(key);
  }

  /** While nothing of it is trimmed yet, so that its newest records are its newest versions. */
  async #locate(key: string): Promise<void> {
    const found = await this.#headwater.records.find({ table: tableName, key: { id: { S: key } } });
    let version = this.written.get(key) ?? 0;
    for (const { shardId, sequenceNumber } of found) {
      const name = nameOf({ key, version });
      if (this.places.has(name)) break;
      this.places.set(name, { shardId, sequenceNumber });
      version -= 1;
    }
    for (const { shards } of await this.#headwater.shards.list({ table: tableName })) {
      for (const shard of shards) this.parents.set(shard.shardId, shard.parentShardId);
    }
  }

  async change(how: 'split' | 'roll' | 'trim' | 'expireIterators'): Promise<void> {
    const { shards } = this.#headwater;
    await this.#calls.run(async () => {
      const [stream] = await shards.list({ table: tableName });
      const all = stream?.shards ?? [];
      const open = all.filter(({ state }) => state === 'open');
      const { shardId } = this.#random.pick(how === 'split' || how === 'roll' ? open : all);
      if (how === 'split' && open.length > 7) return;
      await shards[how]({ table: tableName, shardId });
    });
  }

  async disableStream(): Promise<void> {
    const StreamSpecification = { StreamEnabled: false };
    const command = new UpdateTableCommand({ TableName: tableName, StreamSpecification });
    await this.#calls.run(() => this.#client.send(command));
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}
