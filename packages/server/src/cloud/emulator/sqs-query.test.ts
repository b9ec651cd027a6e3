import { expect, test } from 'vitest';
import { answerSqsQuery, sqsInput } from './sqs-query.ts';

function input(query: string) {
  const parameters = new Map(new URLSearchParams(query));
  return sqsInput(parameters.get('Action') ?? '', parameters);
}

const url = 'http://localhost/000000000000/orders';

test.each([
  [
    `Action=ReceiveMessage&Version=2012-11-05&QueueUrl=${url}&MaxNumberOfMessages=10&WaitTimeSeconds=0&AttributeName.1=All&MessageAttributeName.1=a&MessageAttributeName.2=b.*`,
    {
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      AttributeNames: ['All'],
      MessageAttributeNames: ['a', 'b.*'],
    },
  ],
  [
    'Action=CreateQueue&QueueName=orders&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=60&Tag.1.Key=team&Tag.1.Value=a',
    { QueueName: 'orders', Attributes: { VisibilityTimeout: '60' }, tags: { team: 'a' } },
  ],
  [
    `Action=TagQueue&QueueUrl=${url}&Tag.1.Key=team&Tag.1.Value=a`,
    { QueueUrl: url, Tags: { team: 'a' } },
  ],
  [`Action=UntagQueue&QueueUrl=${url}&TagKey.1=team`, { QueueUrl: url, TagKeys: ['team'] }],
  [
    `Action=SendMessage&QueueUrl=${url}&MessageBody=x&DelaySeconds=5&MessageAttribute.1.Name=__proto__&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v`,
    {
      QueueUrl: url,
      MessageBody: 'x',
      DelaySeconds: 5,
      MessageAttributes: { ['__proto__']: { DataType: 'String', StringValue: 'v' } },
    },
  ],
  [
    'Action=SendMessageBatch&SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=2&SendMessageBatchRequestEntry.10.Id=c&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.DelaySeconds=1&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Number',
    {
      Entries: [
        { Id: 'a', DelaySeconds: 1, MessageAttributes: { n: { DataType: 'Number' } } },
        { Id: 'b', MessageBody: '2' },
        { Id: 'c' },
      ],
    },
  ],
])('%s', (query, expected) => {
  expect(input(query)).toEqual(expected);
});

async function answer(
  action: string,
  reply: {
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body: unknown;
  },
) {
  const asked = { method: 'POST', path: '/', headers: {}, body: Buffer.from(`Action=${action}`) };
  const { body, ...rest } = await answerSqsQuery(asked, () =>
    Promise.resolve({
      status: reply.status ?? 200,
      headers: { 'x-amz-request-id': 'R', ...reply.headers },
      body: Buffer.from(JSON.stringify(reply.body)),
    }),
  );
  return {
    ...rest,
    xml: Buffer.from(body)
      .toString('utf8')
      .replace(/^<\?xml[^>]*>/, ''),
  };
}

const metadata = '<ResponseMetadata><RequestId>R</RequestId></ResponseMetadata>';
const xmlns = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"';

test.each([
  ['PurgeQueue', {}, ''],
  [
    'ListQueues',
    { QueueUrls: ['a', 'b'] },
    '<ListQueuesResult><QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl></ListQueuesResult>',
  ],
  [
    'GetQueueAttributes',
    { Attributes: { Policy: '{"a":"<b>"}' } },
    '<GetQueueAttributesResult><Attribute><Name>Policy</Name><Value>{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</Value></Attribute></GetQueueAttributesResult>',
  ],
  [
    'ListQueueTags',
    { Tags: { team: 'a' } },
    '<ListQueueTagsResult><Tag><Key>team</Key><Value>a</Value></Tag></ListQueueTagsResult>',
  ],
  [
    'ReceiveMessage',
    { Messages: [{ Body: 'x', MessageAttributes: { k: { StringValue: 'v' } } }] },
    '<ReceiveMessageResult><Message><Body>x</Body><MessageAttribute><Name>k</Name><Value><StringValue>v</StringValue></Value></MessageAttribute></Message></ReceiveMessageResult>',
  ],
  [
    'SendMessageBatch',
    { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', SenderFault: true }] },
    '<SendMessageBatchResult><SendMessageBatchResultEntry><Id>a</Id></SendMessageBatchResultEntry><BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault></BatchResultErrorEntry></SendMessageBatchResult>',
  ],
])('the answer of %s', async (action, body, result) => {
  expect(await answer(action, { body })).toEqual({
    status: 200,
    headers: { 'content-type': 'text/xml' },
    xml: `<${action}Response ${xmlns}>${result}${metadata}</${action}Response>`,
  });
});

test('an error has the code that the query protocol has for it', async () => {
  const { status, xml } = await answer('GetQueueUrl', {
    status: 400,
    headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
    body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'There is <none>.' },
  });
  expect(status).toBe(400);
  expect(xml).toBe(
    `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>There is &lt;none&gt;.</Message><Detail/></Error><RequestId>R</RequestId></ErrorResponse>`,
  );
});
