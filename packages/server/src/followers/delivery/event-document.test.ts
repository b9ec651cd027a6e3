import { expect, test } from 'vitest';
import type { EventOutcome } from '../../lambda/functions/event-destinations.ts';
import {
  deadLetter,
  deadLetterAttributes,
  eventDocument,
  eventObjectKey,
} from './event-document.ts';

const response = {
  statusCode: 200,
  executedVersion: '$LATEST',
  functionError: 'Unhandled',
  payload: Buffer.from('{"errorMessage":"no", "errorType":"Error"}'),
};

const outcome: EventOutcome = {
  reference: { account: '000000000000', region: 'eu-west-1', name: 'orders' },
  requestId: 'b1f1a3a2-0000-4000-8000-000000000002',
  chain: 0,
  condition: 'RetriesExhausted',
  invokeCount: 3,
  payload: Buffer.from('{"n": 1}'),
  response,
  time: Date.UTC(2022, 6, 13, 13, 48, 3),
};

// The order of the members is AWS's too (observed on AWS, LocalStack's recordings).
test('a record has the request and the response', () => {
  expect(eventDocument(outcome)).toBe(
    '{"version":"1.0","timestamp":"2022-07-13T13:48:03.000Z","requestContext":{"requestId":"b1f1a3a2-0000-4000-8000-000000000002","functionArn":"arn:aws:lambda:eu-west-1:000000000000:function:orders:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"n": 1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage":"no", "errorType":"Error"}}',
  );
});

test('an alias is told as it was called', () => {
  const reference = { ...outcome.reference, qualifier: 'live' };
  const { requestContext } = JSON.parse(eventDocument({ ...outcome, reference }));
  expect(requestContext.functionArn).toMatch(/:orders:live$/);
});

test('what never ran has no response', () => {
  const { response: _, ...rest } = outcome;
  const document = JSON.parse(eventDocument(rest));
  expect(document).not.toHaveProperty('responseContext');
  expect(document).not.toHaveProperty('responsePayload');
});

test('payloads that are nothing, or no JSON, are told as JSON', () => {
  const broken = { ...response, payload: Buffer.from('oh "no"') };
  const document = eventDocument({ ...outcome, payload: Buffer.from(''), response: broken });
  expect(JSON.parse(document)).toMatchObject({ requestPayload: {}, responsePayload: 'oh "no"' });
});

test('the name of the object is made of the function and the time', () => {
  expect(eventObjectKey(outcome, 'id')).toBe(
    'aws/lambda/async/orders/2022/07/13/2022-07-13T13.48.03-id',
  );
});

test('a dead letter is the event, with three attributes', () => {
  expect(deadLetter(outcome)).toBe('{"n": 1}');
  expect(deadLetterAttributes(outcome)).toEqual({
    RequestID: { type: 'String', value: outcome.requestId },
    ErrorCode: { type: 'Number', value: '200' },
    ErrorMessage: { type: 'String', value: 'no' },
  });
});

function errorMessage(payload: unknown): string | undefined {
  const asked = {
    ...outcome,
    response: { ...response, payload: Buffer.from(JSON.stringify(payload)) },
  };
  return deadLetterAttributes(asked)['ErrorMessage']?.value;
}

test('its ErrorMessage has 1 KB at most, of what a queue takes, and is left out when there is none', () => {
  expect(errorMessage({ errorMessage: `x${'é'.repeat(600)}` })).toBe(`x${'é'.repeat(511)}`);
  expect(errorMessage({ errorMessage: '\u001b[31mred' })).toBe('\uFFFD[31mred');
  expect(errorMessage({ errorMessage: '' })).toBeUndefined();
  expect(errorMessage({ errorMessage: { a: 1 } })).toBeUndefined();
  expect(errorMessage(null)).toBeUndefined();
});

test.each([
  ['ZeroReservedConcurrency', undefined, undefined, /zero reserved concurrent executions$/],
  ['EventAgeExceeded', { statusCode: 429 }, '429', /^Rate Exceeded\.$/],
] as const)(
  '%s is told without a response of the function',
  (condition, answered, code, message) => {
    const { response: _, ...rest } = outcome;
    const asked = { ...rest, condition, ...(answered === undefined ? {} : { response: answered }) };
    const { ErrorCode, ErrorMessage } = deadLetterAttributes(asked);
    expect(ErrorCode?.value).toBe(code);
    expect(ErrorMessage?.value).toMatch(message);
  },
);
