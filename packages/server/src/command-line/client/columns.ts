// Text in columns.

/**
 * One line a row, with two spaces between columns, which are as wide as their widest cell. Cells that hold
 * nothing in a whole column leave it out, its heading too.
 */
export function columns(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = headings.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const lines = [headings, ...rows].map((row) => row.filter((_, column) => used[column]));
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
