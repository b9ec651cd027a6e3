// From the bytes of a request to its values and back, by its content type.

import { serializationError } from '../errors.ts';
import { bodyBytes, type JsonBody } from '../json-body.ts';

export interface WireFormat {
  /** Of the answer. */
  readonly contentType: string;
  /** Undefined for an empty body. Throws WireError when it is not what the content type says. */
  parse(body: Buffer): unknown;
  print(body: JsonBody): Buffer;
}

/** Only some services speak it. */
export const cborType = 'application/x-amz-cbor-1.1';
const JSON_1_0 = 'application/x-amz-json-1.0';
const JSON_1_1 = 'application/x-amz-json-1.1';
const PLAIN_JSON = 'application/json';

const json10 = jsonFormat(JSON_1_0);
const json11 = jsonFormat(JSON_1_1);
const plainJson = jsonFormat(PLAIN_JSON);

/** Of requests that do not say what they are. */
export const usualFormat: WireFormat = plainJson;

/**
 * The format of the answer is that of the request. Undefined for a type that AWS JSON does not have, which AWS
 * treats as a request to nowhere.
 */
export function wireFormatOf(contentType: string): WireFormat | undefined {
  if (contentType === JSON_1_0) return json10;
  switch (typeOf(contentType)) {
    case JSON_1_0:
      return json10;
    case JSON_1_1:
      return json11;
    case PLAIN_JSON:
      return plainJson;
    default:
      return undefined;
  }
}

export function isCbor(contentType: string | undefined): boolean {
  return contentType !== undefined && typeOf(contentType) === cborType;
}

/** Without its parameters. */
function typeOf(contentType: string): string | undefined {
  return contentType.toLowerCase().split(/\s*;/, 1)[0];
}

function jsonFormat(contentType: string): WireFormat {
  return { contentType, parse: parseJson, print: bodyBytes };
}

/**
 * Undefined for an empty body: AWS complains about that only after it has looked at the credential.
 * Where a member occurs twice, the last one counts.
 */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw serializationError();
  }
}
