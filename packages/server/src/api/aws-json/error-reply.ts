// Renders an error as AWS JSON: `{"__type":"namespace#Name","message":"..."}`.

import { catalogue, errorType, type WireError } from '../errors.ts';
import type { Reply } from '../http/send.ts';
import { bodyBytes, JsonObjectBuilder } from '../json-body.ts';

export function errorReply(error: WireError, contentType: string): Reply {
  const { status, textMember } = catalogue[error.error];
  const body = new JsonObjectBuilder()
    .value('__type', errorType(error.error))
    .value(textMember, error.text)
    .json('Item', error.item);
  return { status, contentType, body: bodyBytes(body.body()) };
}
