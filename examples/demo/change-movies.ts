// The writes of the demo: the movies are loaded, then a part of them is updated or deleted. Some of these
// writes are refused and some change nothing: neither kind makes a record.

import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { batchWrite } from './batch-write.ts';
import { inParallel } from './in-parallel.ts';
import type { Item } from './movies.ts';
import { moviesTable as TableName } from './tables.ts';

const writers = 8;
const loaderShare = 100;

export interface Writing {
  readonly client: DynamoDBClient;
  readonly movies: readonly Item[];
  /** Hears of each acknowledged write that changed an item. */
  onChanged(count: number): void;
}

export async function load({ client, movies, onChanged }: Writing): Promise<void> {
  const shares = Array.from({ length: Math.ceil(movies.length / loaderShare) }, (_, index) =>
    movies.slice(index * loaderShare, (index + 1) * loaderShare),
  );
  await inParallel(shares, writers, (share) =>
    batchWrite(client, TableName, {
      requests: share.map((Item) => ({ PutRequest: { Item } })),
      onWritten: onChanged,
    }),
  );
}

/** Every second movie with votes gets one more. Resolves with how many were updated. */
export async function addVotes({ client, movies, onChanged }: Writing): Promise<number> {
  const voted = movies.filter((movie, index) => index % 2 === 0 && 'IMDB Votes' in movie);
  await inParallel(voted, writers, async (movie) => {
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf(movie),
        UpdateExpression: 'SET #votes = #votes + :one, Updated = :yes',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeNames: { '#votes': 'IMDB Votes' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':yes': { BOOL: true } },
      }),
    );
    onChanged(1);
  });
  return voted.length;
}

/** Deletes the movies without a rating. Resolves with how many went, and how many have one. */
export async function deleteUnrated({ client, movies, onChanged }: Writing) {
  const result = { deleted: 0, refused: 0 };
  const chosen = movies.filter((movie, index) => !('IMDB Rating' in movie) || index % 20 === 0);
  await inParallel(chosen, writers, async (movie) => {
    const deletion = new DeleteItemCommand({
      TableName,
      Key: keyOf(movie),
      ConditionExpression: 'attribute_not_exists(#rating)',
      ExpressionAttributeNames: { '#rating': 'IMDB Rating' },
    });
    if (await succeeds(client.send(deletion))) {
      result.deleted += 1;
      onChanged(1);
    } else result.refused += 1;
  });
  return result;
}

/** Puts movies as they are, which changes nothing. Resolves with how many. */
export async function putUnchanged({ client, movies }: Writing): Promise<number> {
  const same = movies.filter((movie, index) => index % 20 === 1 && 'IMDB Rating' in movie);
  await inParallel(same, writers, async (Item) => {
    await client.send(new PutItemCommand({ TableName, Item }));
  });
  return same.length;
}

function keyOf(movie: Item): Item {
  const { id } = movie;
  return id === undefined ? {} : { id };
}

async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
