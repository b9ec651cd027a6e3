// Renders an error as AWS JSON: `{"__type":"namespace#Name","message":"..."}`.

import { catalogue, errorType, type WireError, type WireReason } from '../errors.ts';
import type { Reply } from '../http/send.ts';
import { bodyBytes, JsonObjectBuilder } from '../json-body.ts';

export function errorReply(error: WireError, contentType: string): Reply {
  const { status, textMember } = catalogue[error.error];
  const { item, reasons, throttlingReasons } = error.detail;
  const body = new JsonObjectBuilder()
    .value('__type', errorType(error.error))
    .value(textMember, error.text)
    .json('Item', item)
    .value('ThrottlingReasons', throttlingReasons);
  if (reasons !== undefined) body.objects('CancellationReasons', reasons, addReason);
  return { status, contentType, body: bodyBytes(body.body()) };
}

function addReason(reason: JsonObjectBuilder, { code, text, item }: WireReason): void {
  reason.value('Code', code).value('Message', text).json('Item', item);
}
