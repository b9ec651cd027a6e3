import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import { WireError } from '../errors.ts';
import { javaTime } from './java-time.ts';
import { kinesisCatalogue } from './kinesis-catalogue.ts';
import { kinesisErrors, namedError } from './kinesis-errors.ts';
import { kinesisRefusals } from './refusal-texts.ts';

const document = readFileSync(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
const scope = { account: '000000000000', region: 'eu-west-1' };
const call = { operation: undefined, wording: 'current' } as const;

/** The cells of a table's rows, without the marks of code. */
function tableUnder(heading: string): string[][] {
  const section = document.split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .slice(2)
    .map((row) => row.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')));
}

test('docs/errors.md lists the names of the catalogue', () => {
  const listed = Object.entries(kinesisCatalogue).map(([name, { status, textMember }]) => [
    name,
    String(status),
    textMember,
  ]);
  expect(tableUnder('Names of Kinesis')).toEqual(listed);
});

test('docs/errors.md lists the refusals', () => {
  const listed = Object.entries(kinesisRefusals).map(([kind, { error, text }]) => [
    kind,
    error,
    text,
  ]);
  expect(tableUnder('Refusals of Kinesis')).toEqual(listed);
});

test('a refusal names the account of the caller', () => {
  const refused = new KinesisRefused({ kind: 'stream-not-found', stream: 's' });
  expect(kinesisErrors.answerOf(namedError(refused, scope), call)).toEqual({
    error: 'ResourceNotFoundException',
    status: 400,
    body: {
      value: {
        __type: 'ResourceNotFoundException',
        message: 'Stream s under account 000000000000 not found.',
      },
    },
  });
});

test('an expired iterator says when it was made and when that was noticed', () => {
  const issued = Date.UTC(2015, 6, 2, 12, 57, 57);
  const now = Date.UTC(2015, 6, 3, 3, 56, 58);
  const error = namedError(new KinesisRefused({ kind: 'iterator-expired', issued, now }), scope);
  expect(String(error)).toContain(
    'The iterator was created at time Thu Jul 02 12:57:57 UTC 2015 while right now it is Fri Jul 03 03:56:58 UTC 2015 which',
  );
});

test('times are as Java prints them, leap days too', () => {
  expect(javaTime(0)).toBe('Thu Jan 01 00:00:00 UTC 1970');
  expect(javaTime(Date.UTC(2024, 1, 29, 23, 59, 59, 999))).toBe('Thu Feb 29 23:59:59 UTC 2024');
});

test('what all services refuse alike has no namespace here', () => {
  const error = new WireError('SerializationException', 'no');
  expect(kinesisErrors.answerOf(error, call)?.body).toEqual({
    value: { __type: 'SerializationException', Message: 'no' },
  });
});

test('a failure of ours is none of the caller', () => {
  expect(kinesisErrors.answerOf(new Error('broken'), call)).toBeUndefined();
  expect(kinesisErrors.internal()).toMatchObject({ error: 'InternalFailure', status: 500 });
});
