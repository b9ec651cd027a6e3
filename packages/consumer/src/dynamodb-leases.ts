// Leases in a DynamoDB table: for workers anywhere. The table is made when it is missing, and many
// applications may share it.
//
//   application (partition key)   leaseKey (sort key)  what
//   orders-mailer                 start                where the application began
//   orders-mailer                 shard/shardId-000…   a lease
//
// Each verb is one conditional write. A verb of the owner may be repeated after a lost answer.

import { type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { Runtime } from './clock.ts';
import {
  type ApplicationStart,
  type Checkpoint,
  type Lease,
  LeaseLost,
  type LeaseStore,
} from './lease-store.ts';
import { type Item, itemOf, leaseOf, shardPrefix, textOf } from './leases/lease-item.ts';
import { LeaseTable, type Step } from './leases/lease-table.ts';
import { created } from './leases/lease-transitions.ts';
import { systemRuntime } from './system-runtime.ts';

export interface DynamoDbLeasesOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Time between two looks at a table that is being made. Default: the machine's. */
  readonly runtime?: Runtime;
}

const startKey = 'start';

export function dynamodbLeases(options: DynamoDbLeasesOptions): LeaseStore {
  const { client, tableName, runtime = systemRuntime() } = options;
  const table = new LeaseTable({ client, tableName, clock: runtime.clock });

  async function begin(application: string, start: ApplicationStart): Promise<ApplicationStart> {
    const isNew = await table.putNew(application, startKey, {
      start: { S: JSON.stringify(start) },
    });
    if (isNew) return start;
    const [stored] = await table.query(application, startKey);
    return JSON.parse(textOf(stored ?? {}, 'start')) as ApplicationStart;
  }

  return {
    async begin(application, start) {
      try {
        return await begin(application, start);
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        await table.create();
        return begin(application, start);
      }
    },
    list: async (application) => (await table.query(application, shardPrefix)).map(leaseOf),
    create: (application, lease) =>
      table.putNew(application, shardPrefix + lease.shardId, itemOf(created(lease))),
    take: (application, lease, owner) =>
      table.change(application, lease.shardId, taking(lease, owner)),
    async ask(application, lease, worker) {
      try {
        await table.change(application, lease.shardId, asking(lease, worker));
        return true;
      } catch (error) {
        if (error instanceof LeaseLost) return false;
        throw error;
      }
    },
    renew: (application, lease) =>
      table.change(application, lease.shardId, ofOwner(lease, 'ADD heartbeat :one')),
    checkpoint: (application, lease, checkpoint) =>
      table.change(application, lease.shardId, checkpointing(lease, checkpoint)),
    async release(application, lease, to) {
      await table.change(application, lease.shardId, releasing(lease, to));
    },
    async remove(application, lease) {
      await table.remove(application, lease);
    },
  };
}

function taking({ fence, heartbeat }: Lease, owner: string): Step {
  return {
    update: 'SET #owner = :owner ADD fence :one, heartbeat :one REMOVE askedBy',
    condition: 'fence = :fence AND heartbeat = :heartbeat AND NOT finished = :true',
    values: {
      ':owner': { S: owner },
      ':one': { N: '1' },
      ':fence': { N: String(fence) },
      ':heartbeat': { N: String(heartbeat) },
      ':true': { BOOL: true },
    },
  };
}

function asking({ fence }: Lease, worker: string): Step {
  return {
    update: 'SET askedBy = :worker',
    condition:
      'fence = :fence AND attribute_exists(#owner) AND (attribute_not_exists(askedBy) OR askedBy = :worker)',
    values: { ':worker': { S: worker }, ':fence': { N: String(fence) } },
  };
}

function checkpointing(lease: Lease, checkpoint: Checkpoint): Step {
  const isEnd = checkpoint.type === 'FINISHED';
  const freed = isEnd ? ' REMOVE #owner, askedBy' : '';
  const update = `SET checkpoint = :checkpoint, finished = :isEnd ADD heartbeat :one${freed}`;
  return ofOwner(lease, update, {
    ':checkpoint': { S: JSON.stringify(checkpoint) },
    ':isEnd': { BOOL: isEnd },
  });
}

function releasing(lease: Lease, to: string | undefined): Step {
  const counters = 'ADD fence :one, heartbeat :one';
  return to === undefined
    ? ofOwner(lease, `${counters} REMOVE #owner, askedBy`)
    : ofOwner(lease, `SET #owner = :to ${counters} REMOVE askedBy`, { ':to': { S: to } });
}

/** A step that only the owner may do, while nobody else was owner since. */
function ofOwner(lease: Lease, update: string, values: Item = {}): Step {
  return {
    update,
    condition: '#owner = :holder AND fence = :fence',
    values: {
      ...values,
      ':one': { N: '1' },
      // No worker has an empty name, so a lease without an owner is nobody's.
      ':holder': { S: lease.owner ?? '' },
      ':fence': { N: String(lease.fence) },
    },
  };
}
