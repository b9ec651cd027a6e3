import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, errorType, type ErrorName } from './errors.ts';
import { cancellationCodes, refusalTexts } from './refusal-errors.ts';

const document = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');

/** The cells of a table's rows, without the marks of code. */
function tableUnder(heading: string): string[][] {
  const section = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .slice(2)
    .map((row) => row.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')));
}

test('docs/errors.md lists the names of the catalogue', () => {
  const names = Object.keys(catalogue) as ErrorName[];
  const listed = names.map((name) => {
    const { status, textMember } = catalogue[name];
    return [errorType(name), String(status), textMember];
  });
  expect(tableUnder('Names')).toEqual(listed);
});

test('docs/errors.md lists the refusals', () => {
  const listed = Object.entries(refusalTexts).map(([kind, { error, text }]) => [kind, error, text]);
  expect(tableUnder('Refusals')).toEqual(listed);
});

test('docs/errors.md lists the reasons of cancellations', () => {
  const listed = tableUnder('Cancellation reasons').map(([reason, code]) => [reason, code]);
  expect(listed).toEqual(Object.entries(cancellationCodes));
});
