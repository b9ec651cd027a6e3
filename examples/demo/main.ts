// `npm run demo`: 3,200 movies, changed while a consumer of the table's stream keeps a replica of it in
// another region. Exits with 1 when the replica is not the same in the end.
//
// It starts a server of its own, with its data in a temporary folder. With AWS_ENDPOINT_URL it uses the
// server there instead, and leaves its two tables for you to look at.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { startHeadwater } from '../../packages/server/src/index.ts';
import { openDisplay } from './display.ts';
import { loadMovies } from './movies.ts';
import { Progress } from './progress.ts';
import { judge, replicateMovies } from './run-demo.ts';

const progress = new Progress(() => performance.now());

await using resources = new AsyncDisposableStack();
// An empty variable is as good as none.
const endpoint = process.env['AWS_ENDPOINT_URL'] || (await ownServer());
const clients = clientsOf(endpoint);
const movies = await loadMovies();

process.stdout.write(`Headwater at ${endpoint}; a table in us-east-1, its replica in eu-west-1\n`);
{
  using display = openDisplay(process.stdout, () => progress.line);
  const say = (line: string): void => display.say(line);
  await replicateMovies(clients, { movies, progress, say });
}
process.exitCode = await judge(clients, (line) => process.stdout.write(`${line}\n`));

/** On disk, so that the demo shows what durable writes take. */
async function ownServer(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'headwater-demo-'));
  resources.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { endpoint: url } = resources.use(await startHeadwater({ dataDir }));
  return url;
}

function clientsOf(url: string) {
  const own = process.env['AWS_ACCESS_KEY_ID'] === undefined && {
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'headwater' },
  };
  const config = (region: string) => ({ endpoint: url, region, ...own });
  return {
    movies: resources.adopt(new DynamoDBClient(config('us-east-1')), (client) => client.destroy()),
    streams: resources.adopt(new DynamoDBStreamsClient(config('us-east-1')), (client) =>
      client.destroy(),
    ),
    replica: resources.adopt(new DynamoDBClient(config('eu-west-1')), (client) => client.destroy()),
  };
}
