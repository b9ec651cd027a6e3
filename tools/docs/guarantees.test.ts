// docs/GUARANTEES.md names the tests that hold each promise: they exist, under these titles.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './running-server.ts';

const page = readFileSync(join(repository, 'docs/GUARANTEES.md'), 'utf8');

/** Paragraphs that begin with a number in bold, such as `**G3.`, up to the next one or a heading. */
const guarantees = page
  .split(/^(?=\*\*G\d+\.|## )/m)
  .filter((part) => part.startsWith('**G'))
  .map((part) => ({ number: Number(/\d+/.exec(part)?.[0]), named: namedTests(part) }));

/** Items such as: - [path](../path): "title", "another title" */
function namedTests(text: string) {
  return [...text.matchAll(/^- \[([^\]]+)\]\([^)]+\):((?:\s+"[^"]+",?)+)/gm)].flatMap(
    ([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({
        file,
        title: title.replaceAll(/\s+/g, ' '),
      })),
  );
}

test('the guarantees are numbered from 1 without gaps, and each names a test', () => {
  expect(guarantees.length).toBeGreaterThan(5);
  // A number stays a promise's own, wherever it stands.
  const numbers = guarantees.map(({ number }) => number).toSorted((a, b) => a - b);
  expect(numbers).toEqual(guarantees.map((_, index) => index + 1));
  expect(guarantees.filter(({ named }) => named.length === 0)).toEqual([]);
});

test('each named test exists', () => {
  const missing = guarantees
    .flatMap(({ named }) => named)
    .filter(({ file, title }) => {
      const path = join(repository, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(`'${title}'`);
    });
  expect(missing).toEqual([]);
});
