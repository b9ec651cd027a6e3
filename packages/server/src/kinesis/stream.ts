// A Kinesis stream as the catalog stores it. Its shards have records of their own (shard.ts).

import type { Scope } from '../model/table.ts';

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';
export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

export interface StreamName extends Scope {
  readonly name: string;
}

export interface KinesisStream extends StreamName {
  /** Never used twice; the keys of its shards and their lanes begin with it. */
  readonly number: number;
  /** As AWS's look: 20 letters and digits, and 3. */
  readonly id: string;
  readonly mode: StreamMode;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** 24 to 8760. */
  readonly retentionHours: number;
  /** What it is going through, until a time of the clock; then it is ACTIVE, or gone. */
  readonly transition?: {
    readonly status: Exclude<StreamStatus, 'ACTIVE'>;
    readonly until: number;
  };
  /** How many shards it has had: the index of the next one. */
  readonly shardCount: number;
  readonly openShards: number;
  /** Raised whenever other shards are open than before. */
  readonly generation: number;
  /** Keys are user input, so they are no members. */
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly consumers: number;
  /** Of the key that it is said to be encrypted with. */
  readonly keyId?: string;
  /** In the order of AWS's enumeration. */
  readonly shardLevelMetrics: readonly string[];
  /** Largest record, with its partition key. */
  readonly maxRecordKib: number;
  /** Epoch milliseconds of UpdateShardCount and UpdateStreamMode within the last 24 hours. */
  readonly resizedAt: readonly number[];
  readonly modeChangedAt: readonly number[];
}

export function kinesisStreamArn({ account, region, name }: StreamName): string {
  return `arn:aws:kinesis:${region}:${account}:stream/${name}`;
}

/** What follows from the definition and the time; nothing has to happen for a transition to end. */
export function statusAt({ transition }: KinesisStream, now: number): StreamStatus {
  return transition === undefined || now >= transition.until ? 'ACTIVE' : transition.status;
}

/** A stream whose deletion has taken its time is no longer there, though its record may be. */
export function isGone({ transition }: KinesisStream, now: number): boolean {
  return transition?.status === 'DELETING' && now >= transition.until;
}

const hourMs = 60 * 60 * 1000;

export function retentionMsOf({ retentionHours }: KinesisStream): number {
  return retentionHours * hourMs;
}
