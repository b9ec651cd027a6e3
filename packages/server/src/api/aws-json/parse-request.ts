// From the bytes of a request to its JSON, and what its content type means for the answer.

import { serializationError } from '../errors.ts';

const JSON_1_0 = 'application/x-amz-json-1.0';
const JSON_1_1 = 'application/x-amz-json-1.1';
const PLAIN_JSON = 'application/json';

/**
 * The content type of the answer: that of the request. Undefined for a type that AWS JSON does not have,
 * which AWS treats as a request to nowhere.
 */
export function answerContentType(contentType: string | undefined): string | undefined {
  if (contentType === JSON_1_0 || contentType === undefined) return contentType;
  const [type = ''] = contentType.toLowerCase().split(/\s*;/, 1);
  return type === JSON_1_0 || type === JSON_1_1 || type === PLAIN_JSON ? type : undefined;
}

/**
 * Undefined for an empty body: AWS complains about that only after it has looked at the credential.
 * Throws WireError when the body is not JSON. Where a member occurs twice, the last one counts.
 */
export function parseRequest(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw serializationError();
  }
}
