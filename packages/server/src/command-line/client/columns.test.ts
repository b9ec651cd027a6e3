import { expect, test } from 'vitest';
import { columns } from './columns.ts';

test('columns are as wide as their widest cell', () => {
  expect(
    columns(
      ['A', 'LONG', 'B'],
      [
        ['1', '2', '3'],
        ['four', '', '5'],
      ],
    ),
  ).toBe(['A     LONG  B', '1     2     3', 'four        5'].join('\n'));
});

test('a column without anything is left out, and no line ends in spaces', () => {
  expect(
    columns(
      ['A', 'B', 'C'],
      [
        ['1', '', 'x'],
        ['22', '', ''],
      ],
    ),
  ).toBe(['A   C', '1   x', '22'].join('\n'));
});
