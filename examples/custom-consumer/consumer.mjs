// A consumer of a DynamoDB stream, written by hand with the AWS SDK. It runs unchanged against AWS and
// against Headwater:
//
//   npm start -- --in-memory
//   export AWS_ENDPOINT_URL=http://127.0.0.1:8000 AWS_REGION=us-east-1
//   export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
//   aws dynamodb create-table --table-name orders --billing-mode PAY_PER_REQUEST \
//     --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH
//   node examples/custom-consumer/consumer.mjs orders
//
// It enables the stream of the table, prints one line of JSON a record, and ends when the stream has been
// disabled and everything in it was read.

import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

const pollEveryMs = 1000;

const client = new DynamoDBClient({});
const streamsClient = new DynamoDBStreamsClient({});

async function enableStream(tableName) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  if (Table?.StreamSpecification?.StreamEnabled) return;
  await client.send(
    new UpdateTableCommand({
      TableName: tableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
}

/** AWS takes a few seconds until an enabled stream has its shards. */
async function enabledStream(streamArn) {
  for (;;) {
    const { StreamDescription } = await streamsClient.send(
      new DescribeStreamCommand({ StreamArn: streamArn }),
    );
    if (StreamDescription?.StreamStatus !== 'ENABLING') return StreamDescription;
    await sleep(pollEveryMs);
  }
}

async function consumeStream(streamArn) {
  const description = await enabledStream(streamArn);
  const shards = description?.Shards ?? [];
  console.log(`Found ${shards.length} shard(s)`);
  // All at once: an open shard has no end, so that whoever reads one after another stays at the first.
  await Promise.all(shards.map((shard) => consumeShard(streamArn, shard.ShardId)));
  console.log('Stream consumer finished');
}

async function consumeShard(streamArn, shardId) {
  const { ShardIterator } = await streamsClient.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  let iterator = ShardIterator;
  while (iterator) {
    const { Records, NextShardIterator } = await streamsClient.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    for (const record of Records ?? []) handleRecord(record);
    iterator = NextShardIterator;
    if (iterator) await sleep(pollEveryMs);
  }
}

function handleRecord({ eventName, dynamodb }) {
  const { Keys, OldImage, NewImage } = dynamodb ?? {};
  console.log(JSON.stringify({ eventName, Keys, OldImage, NewImage }));
}

async function main() {
  const [tableName = 'orders'] = process.argv.slice(2);
  await enableStream(tableName);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  console.log('Stream ARN:', Table?.LatestStreamArn);
  await consumeStream(Table?.LatestStreamArn);
}

await main();
