// The table of leases, with the few calls that leases need.

import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.ts';
import { type Lease, LeaseLost } from '../lease-store.ts';
import { type Item, leaseOf, shardPrefix } from './lease-item.ts';

/** One conditional UpdateItem. */
export interface Step {
  readonly update: string;
  readonly condition: string;
  readonly values: Item;
}

export interface LeaseTableOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}

const tableLookMs = 1000;

export class LeaseTable {
  readonly #client: Pick<DynamoDBClient, 'send'>;
  readonly #name: string;
  readonly #clock: Clock;

  constructor({ client, tableName, clock }: LeaseTableOptions) {
    this.#client = client;
    this.#name = tableName;
    this.#clock = clock;
  }

  /** Whether the item was not there and is now. */
  async putNew(application: string, sortKey: string, attributes: Item): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.#name,
      Item: { ...keyOf(application, sortKey), ...attributes },
      ConditionExpression: 'attribute_not_exists(leaseKey)',
    });
    return holds(this.#client.send(command));
  }

  /** @throws LeaseLost when the condition does not hold */
  async change(application: string, shardId: string, step: Step): Promise<Lease> {
    const command = new UpdateItemCommand({
      TableName: this.#name,
      Key: keyOf(application, shardPrefix + shardId),
      UpdateExpression: step.update,
      ConditionExpression: step.condition,
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: step.values,
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await this.#client.send(command);
      return leaseOf(Attributes ?? {});
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new LeaseLost(shardId);
      throw error;
    }
  }

  /** Whether it was there with this fence, and is not any more. */
  async remove(application: string, { shardId, fence }: Lease): Promise<boolean> {
    const command = new DeleteItemCommand({
      TableName: this.#name,
      Key: keyOf(application, shardPrefix + shardId),
      ConditionExpression: 'fence = :fence',
      ExpressionAttributeValues: { ':fence': { N: String(fence) } },
    });
    return holds(this.#client.send(command));
  }

  /** The items whose sort key begins so, with all that was written before. */
  async query(application: string, prefix: string): Promise<Item[]> {
    const found: Item[] = [];
    let from: Item | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.#name,
        ConsistentRead: true,
        KeyConditionExpression: 'application = :application AND begins_with(leaseKey, :prefix)',
        ExpressionAttributeValues: { ':application': { S: application }, ':prefix': { S: prefix } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      });
      const page = await this.#client.send(command);
      found.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return found;
  }

  /** Resolves when the table can be used. */
  async create(): Promise<void> {
    const TableName = this.#name;
    const command = new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'application', AttributeType: 'S' },
        { AttributeName: 'leaseKey', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'application', KeyType: 'HASH' },
        { AttributeName: 'leaseKey', KeyType: 'RANGE' },
      ],
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      // Another worker is making it.
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    for (;;) {
      const { Table } = await this.#client.send(new DescribeTableCommand({ TableName }));
      if (Table?.TableStatus === 'ACTIVE') return;
      await this.#clock.sleep(tableLookMs);
    }
  }
}

function keyOf(application: string, sortKey: string): Item {
  return { application: { S: application }, leaseKey: { S: sortKey } };
}

async function holds(conditionalWrite: Promise<unknown>): Promise<boolean> {
  try {
    await conditionalWrite;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
