// Requests of AWS's protocol: as bytes for the load generator, with the headers that an SDK sends, and as
// calls for setting up.

const CREDENTIAL = '000000000000/20260101/us-east-1/dynamodb/aws4_request';
const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/x-amz-json-1.0'],
  ['X-Amz-Date', '20260101T000000Z'],
  ['User-Agent', 'aws-sdk-js/3.1000.0 os/linux lang/js md/nodejs#24.0.0 api/dynamodb#3.1000.0'],
  ['X-Amz-User-Agent', 'aws-sdk-js/3.1000.0'],
  ['Amz-Sdk-Invocation-Id', '8e6f1d4a-6d5d-4c39-9f8b-0d6a3d7b1c11'],
  ['Amz-Sdk-Request', 'attempt=1; max=3'],
  ['X-Amz-Content-Sha256', '0'.repeat(64)],
  [
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
  ],
];

/** `target` is `DynamoDB_20120810.PutItem` and the like. */
export function requestBytes(target: string, input: object): Buffer {
  const body = JSON.stringify(input);
  const lines = [
    'POST / HTTP/1.1',
    'Host: localhost:8000',
    `X-Amz-Target: ${target}`,
    ...HEADERS.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** The answer's bytes. Rejects with the answer when it is an error. */
export async function callForBytes(url: string, target: string, input: object): Promise<Buffer> {
  const headers = { ...Object.fromEntries(HEADERS), 'X-Amz-Target': target };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${target}: ${response.status} ${bytes.toString()}`);
  return bytes;
}

export async function call<Output>(url: string, target: string, input: object): Promise<Output> {
  return JSON.parse((await callForBytes(url, target, input)).toString()) as Output;
}
