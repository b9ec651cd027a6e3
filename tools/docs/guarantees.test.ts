// The pages of guarantees name the tests that hold each promise: they exist, under these titles.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from './running-server.ts';

/** Paragraphs that begin with a number in bold, such as `**G3.`, up to the next one or a heading. */
function guaranteesOf(page: string, letter: string) {
  return page
    .split(new RegExp(`^(?=\\*\\*${letter}\\d+\\.|## )`, 'm'))
    .filter((part) => part.startsWith(`**${letter}`))
    .map((part) => ({ number: Number(/\d+/.exec(part)?.[0]), named: namedTests(part) }));
}

/** Items such as: - [path](../path): "title", "another title" */
const item = /^- \[([^\]]+)\]\([^)]+\):((?:\s+"[^"]+",?)+)/gm;

function namedTests(text: string) {
  return [...text.matchAll(item)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({
      file,
      title: title.replaceAll(/\s+/g, ' '),
    })),
  );
}

describe.each([
  ['docs/GUARANTEES.md', 'G'],
  ['packages/consumer/GUARANTEES.md', 'C'],
])('%s', (path, letter) => {
  const page = readFileSync(join(repository, path), 'utf8');
  const guarantees = guaranteesOf(page, letter);

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
        const named = join(repository, file);
        return !existsSync(named) || !readFileSync(named, 'utf8').includes(`'${title}'`);
      });
    expect(missing).toEqual([]);
  });

  test('no item is passed over', () => {
    const looksLike = page.match(/^- \[[^\]]+\.ts\]/gm) ?? [];
    expect([...page.matchAll(item)]).toHaveLength(looksLike.length);
  });
});
