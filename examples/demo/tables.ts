// The two tables of the demo: the movies, which have a stream, and their replica in another region.

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';

export const moviesTable = 'headwater-demo-movies';
export const replicaTable = 'headwater-demo-replica';

/** Partitions of the movies, each with a shard of its own. Asked for with a tag, which AWS ignores. */
const partitions = '4';

const keyedById = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Partial<CreateTableCommandInput>;

/** Creates the movies table, empty, and resolves with its stream's ARN. */
export async function createMovies(client: DynamoDBClient): Promise<string> {
  return createTable(client, {
    ...keyedById,
    TableName: moviesTable,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Tags: [{ Key: 'headwater:partitions', Value: partitions }],
  });
}

export async function createReplica(client: DynamoDBClient): Promise<void> {
  await createTable(client, { ...keyedById, TableName: replicaTable });
}

/** Replaces the table that an earlier run may have left. */
async function createTable(
  client: DynamoDBClient,
  table: CreateTableCommandInput & { readonly TableName: string },
): Promise<string> {
  const { TableName } = table;
  const waiting = { client, maxWaitTime: 60, minDelay: 1 };
  try {
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists(waiting, { TableName });
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  const { TableDescription } = await client.send(new CreateTableCommand(table));
  await waitUntilTableExists(waiting, { TableName });
  return TableDescription?.LatestStreamArn ?? '';
}
