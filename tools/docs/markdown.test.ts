import { expect, test } from 'vitest';
import { codeBlocks, tableRows } from './markdown.ts';

test('code blocks of a language', () => {
  const page = 'Text\n```js\na();\n\nb();\n```\n```sh\nls\n```\n```js title\nc();\n```\n';
  expect(codeBlocks(page, 'js')).toEqual(['a();\n\nb();\n', 'c();\n']);
});

test('rows of tables, without their headers', () => {
  const page = '| a | b |\n|---|:-:|\n| 1 | `x \\| y` |\n\nText | text\n\n| c |\n| --- |\n| 3 |\n';
  expect(tableRows(page)).toEqual([['1', '`x | y`'], ['3']]);
});
