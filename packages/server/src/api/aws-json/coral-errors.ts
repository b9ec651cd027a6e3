// How DynamoDB and its streams answer errors: `{"__type":"namespace#Name","message":"..."}`.

import { catalogue, errorType, internalError, type WireError, type WireReason } from '../errors.ts';
import { faultError } from '../fault-errors.ts';
import { JsonObjectBuilder } from '../json-body.ts';
import type { ErrorAnswer, ServiceErrors } from '../operation.ts';
import { type ErrorStyle, wireErrorOf } from '../refusal-errors.ts';

/** Of errors that happen before the operation is known; none of them depends on the style. */
const NO_OPERATION: ErrorStyle = { plane: 'items', prefixed: false };

export const coralErrors: ServiceErrors = {
  answerOf(error, { operation, wording }) {
    const known = wireErrorOf(error, operation?.style ?? NO_OPERATION, wording);
    return known === undefined ? undefined : answerTo(known);
  },
  internal: () => answerTo(internalError()),
  faultError,
};

function answerTo(error: WireError): ErrorAnswer {
  const { status, textMember } = catalogue[error.error];
  const { item, reasons, throttlingReasons } = error.detail;
  const body = new JsonObjectBuilder()
    .value('__type', errorType(error.error))
    .value(textMember, error.text)
    .json('Item', item)
    .value('ThrottlingReasons', throttlingReasons);
  if (reasons !== undefined) body.objects('CancellationReasons', reasons, addReason);
  return { error: error.error, status, body: body.body() };
}

function addReason(reason: JsonObjectBuilder, { code, text, item }: WireReason): void {
  reason.value('Code', code).value('Message', text).json('Item', item);
}
