// Reads what a source file imports, by parsing it: static imports, re-exports, `import()` and
// `import('x').Type`, with type-only names told apart from values.

import { parseSync } from 'vite';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Names imported as values; '*' when it is the whole module. Empty when only types are. */
  readonly values: readonly string[];
  readonly reExports: boolean;
}

export interface FileImports {
  readonly imports: readonly Import[];
  /** Lines with an async function, an `await` or a `for await`. */
  readonly asyncLines: readonly number[];
}

/** Throws when the text does not parse. */
export function readImports(file: string, source: string): FileImports {
  const { program, module, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} does not parse: ${error.message}`);

  const lineAt = lineCounter(source);
  const imports: Import[] = [];
  for (const { start, moduleRequest, entries } of module.staticImports) {
    const values = entries
      .filter((entry) => !entry.isType)
      .map(
        (entry) => entry.importName.name ?? (entry.importName.kind === 'Default' ? 'default' : '*'),
      );
    imports.push({
      specifier: moduleRequest.value,
      line: lineAt(start),
      // `import 'x'` runs the whole module; `import {} from 'x'` too.
      values: entries.length === 0 && !isTypeStatement(source, start) ? ['*'] : values,
      reExports: false,
    });
  }
  for (const { start, entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest === null) continue;
      imports.push({
        specifier: entry.moduleRequest.value,
        line: lineAt(start),
        values: entry.isType ? [] : [entry.importName.name ?? '*'],
        reExports: true,
      });
    }
  }
  const asyncLines: number[] = [];
  visit(program, (node) => {
    const dynamic = dynamicImport(node);
    if (dynamic !== undefined) {
      imports.push({ ...dynamic, line: lineAt(node.start), reExports: false });
    }
    if (node['async'] === true || node['await'] === true || node.type === 'AwaitExpression') {
      asyncLines.push(lineAt(node.start));
    }
  });
  return { imports, asyncLines };
}

function isTypeStatement(source: string, start: number): boolean {
  return /^import\s+type\b/.test(source.slice(start, start + 20));
}

interface Node extends Record<string, unknown> {
  readonly type: string;
  readonly start: number;
}

/** `import('x')` is a value, `import('x').T` in a type is a type; a computed name cannot be told. */
function dynamicImport(node: Node): { specifier: string; values: string[] } | undefined {
  if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return undefined;
  const literal = node['source'];
  if (!isNode(literal) || typeof literal['value'] !== 'string') return undefined;
  return { specifier: literal['value'], values: node.type === 'ImportExpression' ? ['*'] : [] };
}

function visit(value: unknown, enter: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) visit(element, enter);
  } else if (isNode(value)) {
    enter(value);
    for (const child of Object.values(value)) {
      if (typeof child === 'object') visit(child, enter);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function lineCounter(source: string): (offset: number) => number {
  return (offset) => source.slice(0, offset).split('\n').length;
}
