import { expect, test } from 'vitest';
import { headingAnchors, relativeLinks } from './links.ts';

test('links: relative ones, outside of code', () => {
  const page = [
    'See [a](a.md), [b](../b.md#part "title"), ![c](<c.png>) and [here](#top).',
    'Not [there](https://example.com/x.md) nor `[code](code.md)`.',
    '```md',
    '[fenced](fenced.md)',
    '```',
  ].join('\n');
  expect(relativeLinks(page)).toEqual(['a.md', '../b.md#part', 'c.png', '#top']);
});

test('anchors: as GitHub writes them', () => {
  const page = [
    '# What `npm start` does, in 3 steps!',
    '## Shards & iterators',
    '## Shards & iterators',
    '## [Linked](a.md) title ##',
    '```sh',
    '# a comment',
    '```',
  ].join('\n');
  expect([...headingAnchors(page)]).toEqual([
    'what-npm-start-does-in-3-steps',
    'shards--iterators',
    'shards--iterators-1',
    'linked-title',
  ]);
});
