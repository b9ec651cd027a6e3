// SQS in the query protocol, which older clients speak (the AWS CLI before 2.15, boto3 before 1.34): translated to
// and from JSON, which is all that the emulator knows.

import type { EmulatorReply, EmulatorRequest } from './emulator.ts';
import { escapedXml } from './error-body.ts';

type Parameters = ReadonlyMap<string, string>;
type Json = Record<string, unknown>;

interface SqsError {
  /** `com.amazonaws.sqs#QueueDoesNotExist` */
  readonly __type?: string;
  readonly message?: string;
}

/** Members that are lists, by the name of one of their parameters: `AttributeName.1`. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  TagKey: 'TagKeys',
};

/** Members that are maps: `Attribute.1.Name`, `Attribute.1.Value`. */
const MAPS: Readonly<Record<string, { readonly member: string; readonly key: 'Name' | 'Key' }>> = {
  Attribute: { member: 'Attributes', key: 'Name' },
  MessageAttribute: { member: 'MessageAttributes', key: 'Name' },
  MessageSystemAttribute: { member: 'MessageSystemAttributes', key: 'Name' },
  Tag: { member: 'Tags', key: 'Key' },
};

const NUMBERS = new Set([
  'DelaySeconds',
  'MaxNumberOfMessages',
  'MaxResults',
  'VisibilityTimeout',
  'WaitTimeSeconds',
]);

/** What one element of a list in an answer is called. */
const ELEMENTS: Readonly<Record<string, string>> = {
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Messages: 'Message',
  Failed: 'BatchResultErrorEntry',
};

const QUEUE_PATH = /^\/\d{12}\/[\w.-]+$/;

const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

export function isQueryRequest({ headers }: Pick<EmulatorRequest, 'headers'>): boolean {
  return headers['content-type']?.includes('x-www-form-urlencoded') === true;
}

export async function answerSqsQuery(
  { path, headers, body }: EmulatorRequest,
  call: (request: EmulatorRequest) => Promise<EmulatorReply>,
): Promise<EmulatorReply> {
  const parameters = new Map(new URLSearchParams(Buffer.from(body).toString('utf8')));
  const action = parameters.get('Action') ?? '';
  // The oldest clients send to the URL of the queue, and say it nowhere else.
  if (QUEUE_PATH.test(path) && !parameters.has('QueueUrl')) {
    parameters.set('QueueUrl', `http://${headers['host'] ?? 'localhost'}${path}`);
  }
  const { 'content-length': _, ...others } = headers;
  const reply = await call({
    method: 'POST',
    path: '/',
    headers: {
      ...others,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
    body: Buffer.from(JSON.stringify(sqsInput(action, parameters))),
  });
  const requestId = reply.headers['x-amz-request-id'] ?? '';
  const output = JSON.parse(Buffer.from(reply.body).toString('utf8') || '{}') as Json;
  const xml =
    reply.status < 300
      ? resultXml(action, { output, requestId })
      : errorXml({ output, query: reply.headers['x-amzn-query-error'], requestId });
  return { status: reply.status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

/** The input of an operation, as its JSON has it. */
export function sqsInput(action: string, parameters: Parameters): Json {
  const input: Json = {};
  for (const [name, value] of parameters) {
    if (name === 'Action' || name === 'Version' || name.includes('.')) continue;
    input[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  for (const [name, member] of Object.entries(LISTS)) {
    const values = grouped(parameters, name).map((group) => group.get('') ?? '');
    if (values.length > 0) input[member] = values;
  }
  for (const [name, { member, key }] of Object.entries(MAPS)) {
    const entries = grouped(parameters, name).map((group) => [
      group.get(key) ?? '',
      valueOf(group),
    ]);
    if (entries.length === 0) continue;
    // The one member that the service model writes small.
    const own = action === 'CreateQueue' && member === 'Tags' ? 'tags' : member;
    input[own] = Object.fromEntries(entries);
  }
  const batch = grouped(parameters, `${action}RequestEntry`);
  if (batch.length > 0) input['Entries'] = batch.map((entry) => sqsInput('', entry));
  return input;
}

/** `NAME.1`, `NAME.1.Id`, `NAME.2`, ... by their number: the parameters of each, without what they have in common. */
function grouped(parameters: Parameters, name: string): Parameters[] {
  const groups = new Map<number, Map<string, string>>();
  for (const [parameter, value] of parameters) {
    if (!parameter.startsWith(`${name}.`)) continue;
    const [number = '', ...rest] = parameter.slice(name.length + 1).split('.');
    if (!/^\d{1,6}$/.test(number)) continue;
    let group = groups.get(Number(number));
    if (group === undefined) {
      group = new Map<string, string>();
      groups.set(Number(number), group);
    }
    group.set(rest.join('.'), value);
  }
  return [...groups].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}

/** A text, or of attributes of messages what is behind `Value.`: `DataType`, `StringValue`, `BinaryValue`. */
function valueOf(group: Parameters): unknown {
  const text = group.get('Value');
  if (text !== undefined) return text;
  const members = [...group].filter(([name]) => name.startsWith('Value.'));
  return Object.fromEntries(members.map(([name, value]) => [name.slice('Value.'.length), value]));
}

function resultXml(
  action: string,
  { output, requestId }: { readonly output: Json; readonly requestId: string },
): string {
  const members = membersXml(output, action);
  const result = members === '' ? '' : `<${action}Result>${members}</${action}Result>`;
  return `<?xml version="1.0"?><${action}Response xmlns="${NAMESPACE}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

function membersXml(output: Json, action: string): string {
  return Object.entries(output)
    .map(([name, value]) => memberXml(name, value, action))
    .join('');
}

function memberXml(name: string, value: unknown, action: string): string {
  if (Array.isArray(value)) {
    const element = ELEMENTS[name] ?? `${action}ResultEntry`;
    return value.map((one) => memberXml(element, one, action)).join('');
  }
  if (typeof value !== 'object' || value === null) {
    return `<${name}>${escapedXml(String(value))}</${name}>`;
  }
  const map = Object.entries(MAPS).find(([, { member }]) => member === name);
  if (map === undefined) return `<${name}>${membersXml(value as Json, action)}</${name}>`;
  const [element, { key }] = map;
  return Object.entries(value)
    .map(([own, inner]) => {
      const keyXml = `<${key}>${escapedXml(own)}</${key}>`;
      return `<${element}>${keyXml}${memberXml('Value', inner, action)}</${element}>`;
    })
    .join('');
}

function errorXml({
  output,
  query = ';Receiver',
  requestId,
}: {
  readonly output: Json;
  /** `AWS.SimpleQueueService.NonExistentQueue;Sender` */
  readonly query: string | undefined;
  readonly requestId: string;
}): string {
  const [code = '', type = 'Sender'] = query.split(';');
  const { __type: name = 'InternalError', message = '' } = output as SqsError;
  const shown = code === '' ? name.slice(name.indexOf('#') + 1) : code;
  return `<?xml version="1.0"?><ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type><Code>${escapedXml(shown)}</Code><Message>${escapedXml(message)}</Message><Detail/></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
