// Makes what the functions of headwater.json write to, places orders, and shows what came of them. Against the server
// that AWS_ENDPOINT_URL names, or a local one.

import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { makeTables } from './tables.ts';

const config = {
  endpoint: process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:8000',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const dynamodb = new DynamoDBClient(config);
const elsewhere = new DynamoDBClient({ ...config, region: 'eu-central-1' });
const s3 = new S3Client({ ...config, forcePathStyle: true });
const sns = new SNSClient(config);

await s3.send(new CreateBucketCommand({ Bucket: 'audit' }));
await sns.send(new CreateTopicCommand({ Name: 'orders' }));
await makeTables(dynamodb, elsewhere);

for (const [id, customer, cents, status] of [
  ['A-1', 'ada', 4200, 'open'],
  ['A-2', 'bob', 1750, 'open'],
  ['A-1', 'ada', 4200, 'paid'],
  ['A-3', 'ada', 990, 'paid'],
] as const) {
  const Item = {
    id: { S: id },
    customer: { S: customer },
    cents: { N: `${cents}` },
    status: { S: status },
  };
  await dynamodb.send(new PutItemCommand({ TableName: 'orders', Item }));
}
// The clock of the server: the minute of the orders ends now, and everything that this leads to is done.
const { ok, status } = await fetch(`${config.endpoint}/_headwater/clock`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ action: 'advance', by: '2m' }),
});
if (!ok) throw new Error(`The clock of ${config.endpoint} was not turned: it answered ${status}.`);

const shown: [string, string, DynamoDBClient][] = [
  ['Shipments', 'shipments', dynamodb],
  ['The copy in eu-central-1', 'orders-replica', elsewhere],
  ['Turnover by minute', 'revenue', dynamodb],
  ['Totals by customer', 'customer-totals', dynamodb],
];
for (const [title, TableName, client] of shown) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  // Beside totals lie the marks of records.
  const items = Items.filter((item) => !item['id']?.S?.startsWith('record#'));
  console.log(
    title,
    items.map((item) => unmarshall(item)),
  );
}
const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'audit' }));
console.log(
  'Audit log',
  Contents.map(({ Key }) => Key),
);
