// Tags of tables.

import {
  DeleteTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, startHeadwater } from '../../src/index.ts';
import { aTable } from './a-table.ts';

const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things';

function setTags({ dynamodb }: Headwater, Tags: Tag[], arn = ResourceArn) {
  return dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
}

async function tags({ dynamodb }: Headwater, arn = ResourceArn) {
  return (await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }))).Tags;
}

test('tags are given, listed and taken away, and leave the table as it is', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb } = headwater;
  await aTable(headwater, { viewType: 'KEYS_ONLY', partitions: 2 });
  const described = () => dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
  const { Table: before } = await described();
  const partitions = { Key: 'headwater:partitions', Value: '2' };
  expect(await tags(headwater)).toEqual([partitions]);
  await setTags(headwater, [
    { Key: 'team', Value: 'a' },
    { Key: 'cost', Value: '' },
  ]);
  await setTags(headwater, [{ Key: 'team', Value: 'b' }]);
  expect(await tags(headwater)).toEqual([
    partitions,
    { Key: 'team', Value: 'b' },
    { Key: 'cost', Value: '' },
  ]);
  await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team', 'unknown'] }));
  expect(await tags(headwater)).toEqual([partitions, { Key: 'cost', Value: '' }]);
  expect((await described()).Table).toEqual(before);
  await dynamodb.send(new DeleteTableCommand({ TableName: 'things' }));
  await aTable(headwater);
  expect(await tags(headwater)).toEqual([]);
});

test('fifty tags are one page, and one more is too many', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const fifty = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: String(n) }));
  await setTags(headwater, fifty);
  expect(await tags(headwater)).toEqual(fifty);
  await expect(setTags(headwater, [{ Key: 'more', Value: '' }])).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Number of Tags exceed the current limit for the provided ResourceArn',
  });
});

const INVALID = 'One or more parameter values were invalid: ';

test.each([
  ['abc', 'ValidationException', `${INVALID}ARNs must start with 'arn:': abc`],
  [
    'arn:aws:s3:::bucket',
    'ValidationException',
    `${INVALID}Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket`,
  ],
  [
    `${ResourceArn}/index/byName`,
    'ValidationException',
    `${INVALID}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${ResourceArn}/index/byName`,
  ],
  [
    ResourceArn.replace('us-east-1', 'eu-west-1'),
    'ValidationException',
    'Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:eu-west-1:000000000000:table/things',
  ],
  [
    ResourceArn.replace('things', 'ab'),
    'ValidationException',
    'Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:us-east-1:000000000000:table/ab',
  ],
  [
    ResourceArn.replace('000000000000', '111111111111'),
    'AccessDeniedException',
    'User: arn:aws:iam::000000000000:root is not authorized to perform: dynamodb:ListTagsOfResource on resource: arn:aws:dynamodb:us-east-1:111111111111:table/things',
  ],
  [
    `${ResourceArn}x`,
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${ResourceArn}x not found`,
  ],
])('the tags of %s are not listed', async (arn, name, message) => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  await expect(tags(headwater, arn)).rejects.toMatchObject({ name, message });
});

test('tags that break a rule are refused in the words of AWS', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const missing = setTags(headwater, [{ Key: 'a', Value: 'b' }], `${ResourceArn}x`);
  await expect(missing).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found',
  });
  await expect(setTags(headwater, [])).rejects.toThrow('Atleast one Tag needs to be provided');
  const noValue = { Key: 'a', Value: undefined };
  await expect(setTags(headwater, [noValue])).rejects.toThrow(
    'The Tag Value provided is invalid, Value: null',
  );
  await expect(setTags(headwater, [{ Key: 'aws:a', Value: '' }])).rejects.toThrow(
    'Tag Key cannot be prefixed with aws:, Key: aws:a',
  );
  const { dynamodb } = headwater;
  const untag = new UntagResourceCommand({ ResourceArn, TagKeys: [] });
  await expect(dynamodb.send(untag)).rejects.toThrow('Atleast one Tag Key needs to be provided');
});
