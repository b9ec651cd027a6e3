// Which requests are for SQS, SNS or S3, whose clients need no other endpoint than Headwater's.

import type { IncomingMessage } from 'node:http';

export interface AskedService {
  /** `query`: of SQS or SNS in the query protocol; which of them, its parameters say. */
  readonly kind: 'sqs' | 's3' | 'query';
  readonly region: string;
}

/** `Credential=AKID/20260101/eu-west-1/s3/aws4_request`, in a header or with `%2F` in a query. */
const CREDENTIAL =
  /Credential=[^/%,\s]+(?:\/|%2F)\d{8}(?:\/|%2F)(?<region>[a-z0-9-]{1,64})(?:\/|%2F)(?<service>[a-z0-9-]+)(?:\/|%2F)aws4_request/i;

/** Signature Version 2 in a query (S3 user guide, "Authenticating requests (AWS signature version 2)"). */
const PRESIGNED_V2 = /\?(?=.*\bAWSAccessKeyId=)(?=.*\bSignature=)/;

const DEFAULT_REGION = 'us-east-1';

/** Of DynamoDB's requests it looks at one header. */
export function askedService({
  method,
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): AskedService | undefined {
  const target = headers['x-amz-target'];
  if (target !== undefined && !String(target).startsWith('AmazonSQS.')) return undefined;
  const signed = signedFor(url, headers.authorization);
  const region = signed?.region ?? DEFAULT_REGION;
  if (target !== undefined) return { kind: 'sqs', region };
  if (signed?.service === 's3') return { kind: 's3', region };
  // Others sign for other services, and to those its query is none of our business.
  if (signed !== undefined && signed.service !== 'sqs' && signed.service !== 'sns') {
    return undefined;
  }
  return isQuery(method, headers['content-type']) ? { kind: 'query', region } : undefined;
}

function signedFor(
  url: string,
  authorization: string | undefined,
): { readonly region: string; readonly service: string } | undefined {
  if (authorization === undefined && !url.includes('X-Amz-Credential=')) {
    // What the AWS CLI 1 and boto3 still make of a presigned URL; only S3 takes it.
    return PRESIGNED_V2.test(url) ? { region: DEFAULT_REGION, service: 's3' } : undefined;
  }
  const { region = DEFAULT_REGION, service = '' } =
    CREDENTIAL.exec(authorization ?? url)?.groups ?? {};
  return { region, service };
}

/**
 * Not with GET, although AWS takes that too: browsers send it for the pages of other sites, as for a picture, and say
 * nothing of where it comes from.
 */
function isQuery(method: string | undefined, contentType: string | undefined): boolean {
  return method === 'POST' && contentType?.startsWith('application/x-www-form-urlencoded') === true;
}
