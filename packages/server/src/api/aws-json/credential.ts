// Reads who signed a request and for which region: from the Authorization header, or from the query of a
// presigned URL. Only the form is checked here, in AWS's order and words (observed on AWS, dynalite's
// index.js); whether the signature is right is the business of `authenticate.ts`.

import type { IncomingMessage } from 'node:http';
import type { Scope } from '../../model/table.ts';
import { WireError } from '../errors.ts';

/** A request's credential: `keyId/date/region/service/aws4_request`. */
export interface Credential {
  readonly accessKeyId: string;
  /** The namespace that the request works in. */
  readonly scope: Scope;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const TERMINATOR = 'aws4_request';
const DEFAULT_ACCOUNT = '000000000000';

const REGION = /^[a-z0-9-]{1,64}$/;
const ACCOUNT = /^\d{12}$/;

const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
];

/**
 * `service` is the name that the credential has to be for. Throws WireError when the request is not signed,
 * or not in the form of Signature Version 4.
 */
export function credentialOf(request: IncomingMessage, service = 'dynamodb'): Credential {
  const header = request.headers.authorization;
  const query = presignedQuery(request.url ?? '');
  if (header !== undefined && query !== undefined) {
    throw new WireError(
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  }
  if (query !== undefined) return queryCredential(query, service);
  if (header === undefined || !header.trimStart().startsWith('AWS4-')) {
    throw new WireError(
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
    );
  }
  return headerCredential(header.trimStart(), request, service);
}

function presignedQuery(url: string): URLSearchParams | undefined {
  const start = url.indexOf('?');
  if (start < 0 || !url.includes('X-Amz-Algorithm', start)) return undefined;
  return new URLSearchParams(url.slice(start + 1));
}

function queryCredential(query: URLSearchParams, service: string): Credential {
  const faults = QUERY_PARAMETERS.filter((name) => !query.get(name)).map(
    (name) => `AWS query-string parameters must include '${name}'. `,
  );
  if (faults.length > 0) {
    throw incomplete(`${faults.join('')}Re-examine the query-string parameters.`);
  }
  checkAlgorithm(query.get('X-Amz-Algorithm') ?? '');
  return parsedCredential(query.get('X-Amz-Credential') ?? '', service);
}

function headerCredential(header: string, request: IncomingMessage, service: string): Credential {
  const credential = parameterOf(header, 'Credential=');
  const signature = parameterOf(header, 'Signature=');
  const signedHeaders = parameterOf(header, 'SignedHeaders=');
  const dated = request.headers['x-amz-date'] !== undefined || request.headers.date !== undefined;
  if (credential === '' || signature === '' || signedHeaders === '' || !dated) {
    throw incomplete(
      (credential === '' ? "Authorization header requires 'Credential' parameter. " : '') +
        (signature === '' ? "Authorization header requires 'Signature' parameter. " : '') +
        (signedHeaders === '' ? "Authorization header requires 'SignedHeaders' parameter. " : '') +
        (dated
          ? ''
          : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ") +
        `Authorization=${header}`,
    );
  }
  if (!header.startsWith(`${ALGORITHM} `)) checkAlgorithm(header.split(' ', 1)[0] ?? '');
  return parsedCredential(credential, service);
}

/** The text after `name` up to a comma or a space; empty when the header has no such parameter. */
function parameterOf(header: string, name: string): string {
  const found = header.indexOf(name);
  if (found < 0) return '';
  const start = found + name.length;
  let end = start;
  while (end < header.length && header[end] !== ',' && header[end] !== ' ') end += 1;
  return header.slice(start, end);
}

function checkAlgorithm(algorithm: string): void {
  if (algorithm !== ALGORITHM) {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}' (only ${ALGORITHM} for now). `);
  }
}

function parsedCredential(text: string, expectedService: string): Credential {
  const parts = text.split('/');
  const [accessKeyId, , region, service, terminator] = parts;
  if (
    parts.length !== 5 ||
    accessKeyId === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined
  ) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
    );
  }
  const faults =
    (REGION.test(region)
      ? ''
      : `Credential should be scoped to a valid region, not '${region}'. `) +
    (service === expectedService
      ? ''
      : `Credential should be scoped to correct service: '${expectedService}'. `) +
    (terminator === TERMINATOR
      ? ''
      : `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `);
  if (faults !== '') throw new WireError('InvalidSignatureException', faults);
  // Without accounts of our own, a key id that looks like an account's number stands for that account.
  const account = ACCOUNT.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
  return { accessKeyId, scope: { account, region } };
}

function incomplete(text: string): WireError {
  return new WireError('IncompleteSignatureException', text);
}
