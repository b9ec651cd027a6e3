import { expect, test } from 'vitest';
import { utf8Bytes, utf8Text } from '../../../base/bytes.ts';
import { envelopeBytes, eventPayload, windowPartBytes } from './event-payload.ts';

const records = ['{"a":1}', '{"b":"ü"}'].map(utf8Bytes);

test('an event is its records in an envelope', () => {
  const event = eventPayload(records);
  expect(utf8Text(event)).toBe('{"Records":[{"a":1},{"b":"ü"}]}');
  const separators = records.length - 1;
  const sum = records.reduce((total, { length }) => total + length, separators);
  expect(event.length).toBe(envelopeBytes + sum);
  expect(utf8Text(eventPayload([]))).toBe('{"Records":[]}');
});

test('with a window, it has what belongs to that', () => {
  const part = {
    window: { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 0, 1, 0, 15) },
    state: utf8Bytes('{"n":1}'),
    shardId: 'shardId-00000001767225600000-12345678',
    eventSourceArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/x',
    isFinal: true,
    isTerminatedEarly: false,
  };
  const event = eventPayload(records, part);
  expect(JSON.parse(utf8Text(event))).toEqual({
    Records: [{ a: 1 }, { b: 'ü' }],
    window: { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:15:00Z' },
    state: { n: 1 },
    shardId: part.shardId,
    eventSourceARN: part.eventSourceArn,
    isFinalInvokeForWindow: true,
    isWindowTerminatedEarly: false,
  });
  const longest = { ...part, eventSourceArn: 'a'.repeat(512), shardId: 's'.repeat(65) };
  const beside = eventPayload([], longest).length - envelopeBytes - part.state.length;
  expect(beside).toBeLessThan(windowPartBytes);
});
