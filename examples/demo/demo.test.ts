import { startHeadwater } from '../../packages/server/src/index.ts';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { loadMovies, movieItem } from './movies.ts';
import { Progress } from './progress.ts';
import { judge, replicateMovies } from './run-demo.ts';
import { moviesTable, replicaTable } from './tables.ts';

async function runOn(count: number) {
  const headwater = await startHeadwater();
  const replica = new DynamoDBClient({ ...headwater.clientConfig, region: 'eu-west-1' });
  onTestFinished(async () => {
    replica.destroy();
    await headwater.close();
  });
  const clients = { movies: headwater.dynamodb, streams: headwater.streams, replica };
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const progress = new Progress(() => headwater.clock.now());
  const movies = (await loadMovies()).slice(0, count);
  await replicateMovies(clients, { movies, progress, say });
  return { clients, said, say };
}

test('the data set is read, each movie with an id and without nulls', async () => {
  const movies = await loadMovies();
  expect(movies.length).toBeGreaterThan(3000);
  expect(new Set(movies.map(({ id }) => id?.S)).size).toBe(movies.length);
  expect(movieItem({ Title: 'The Land Girls', 'IMDB Rating': 6.1, Director: null }, 0)).toEqual({
    id: { S: 'movie-0001' },
    Title: { S: 'The Land Girls' },
    'IMDB Rating': { N: '6.1' },
  });
});

test('the replica becomes the same as the table', async () => {
  const { clients, said, say } = await runOn(120);
  expect(await judge(clients, say)).toBe(0);
  expect(said).toEqual([
    expect.stringMatching(/^Loaded 120 movies in [\d.]+ s \([\d,]+\/s\), in batches of 25$/),
    'Updated 55 of them: one more vote',
    'Deleted 14 without a rating; the condition refused 6',
    'Put 6 as they are: nothing changes, so no record',
    expect.stringMatching(/^189 of 189 changes in the replica, .*, up to date, 4 shards$/),
    `Compared 106 items of ${moviesTable} with 106 of ${replicaTable}`,
    'The replica is the same, item by item',
  ]);
});

test('a replica that differs is found out, and says where', async () => {
  const { clients, said, say } = await runOn(10);
  const { movies, replica } = clients;
  const item = (name: string, title: string) => ({ id: { S: name }, Title: { S: title } });
  const key = { id: { S: 'movie-0002' } };
  await replica.send(new DeleteItemCommand({ TableName: replicaTable, Key: key }));
  await movies.send(new PutItemCommand({ TableName: moviesTable, Item: item('a', 'Alien') }));
  await replica.send(new PutItemCommand({ TableName: replicaTable, Item: item('a', 'Aliens') }));
  await replica.send(new PutItemCommand({ TableName: replicaTable, Item: item('b', 'Brazil') }));
  said.length = 0;
  expect(await judge(clients, say)).toBe(1);
  expect(said.slice(1, 2)).toEqual(['There are 3 differences:']);
  expect(said.slice(2).toSorted()).toEqual([
    '  a differs in "Title"',
    `  b is only in ${replicaTable}`,
    `  movie-0002 is missing from ${replicaTable}`,
  ]);
});
