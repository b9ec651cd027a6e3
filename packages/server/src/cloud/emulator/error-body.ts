// Errors that the emulator does not know, such as a body that is too large, in the form that the client reads.

import type { IncomingHttpHeaders } from 'node:http';

/** The names that S3 and SQS have for a status. */
const CODES: Readonly<Record<number, string>> = {
  400: 'InvalidRequest',
  403: 'AccessDenied',
  413: 'EntityTooLarge',
  503: 'ServiceUnavailable',
};

/** `code` is given where the status alone does not say it. */
export function errorBody(
  headers: IncomingHttpHeaders,
  {
    status,
    message,
    code = CODES[status] ?? 'InternalError',
  }: { readonly status: number; readonly message: string; readonly code?: string },
): { readonly contentType: string; readonly body: string } {
  if (headers['x-amz-target'] !== undefined) {
    const body = JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message });
    return { contentType: 'application/x-amz-json-1.0', body };
  }
  const inner = `<Code>${code}</Code><Message>${escapedXml(message)}</Message>`;
  const isQuery = headers['content-type']?.includes('x-www-form-urlencoded') === true;
  const body = isQuery
    ? `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>${inner}</Error></ErrorResponse>`
    : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`;
  return { contentType: isQuery ? 'text/xml' : 'application/xml', body };
}

export function escapedXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}
