// Reads what the tests of the pages compare: code blocks and tables.

/** Contents of the fenced blocks of one language, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
  const fence = /^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm;
  return [...markdown.matchAll(fence)].flatMap(([, found, code]) =>
    found === language && code !== undefined ? [code] : [],
  );
}

/** Cells of all table rows, without the header and the line under it. */
export function tableRows(markdown: string): string[][] {
  const rows = markdown.split('\n').map((line) => (line.startsWith('|') ? cells(line) : undefined));
  return rows.filter((row, index): row is string[] => {
    const isHeader = rows[index - 1] === undefined;
    return row !== undefined && !isHeader && !row.every((cell) => /^:?-+:?$/.test(cell));
  });
}

function cells(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
