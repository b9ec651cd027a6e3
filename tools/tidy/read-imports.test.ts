import { expect, test } from 'vitest';
import { readImports } from './read-imports.ts';

test.each([
  ["import { a } from './a.ts';", './a.ts', ['a'], false],
  ["import { a as b, type C } from './a.ts';", './a.ts', ['a'], false],
  ["import type { A } from './a.ts';", './a.ts', [], false],
  ["import { type A } from './a.ts';", './a.ts', [], false],
  ["import type {} from './a.ts';", './a.ts', [], false],
  ["import A from 'a';", 'a', ['default'], false],
  ["import * as a from 'a';", 'a', ['*'], false],
  ["import type * as a from 'a';", 'a', [], false],
  ["import 'a';", 'a', ['*'], false],
  ["const a = await import('./a.ts');", './a.ts', ['*'], false],
  ["let a: import('./a.ts').A;", './a.ts', [], false],
  ["export { a } from './a.ts';", './a.ts', ['a'], true],
  ["export * from './a.ts';", './a.ts', ['*'], true],
  ["export type { A } from './a.ts';", './a.ts', [], true],
])('%s', (source, specifier, values, reExports) => {
  expect(readImports('x.ts', source).imports).toEqual([{ specifier, line: 1, values, reExports }]);
});

test('comments, strings and own exports are not imports', () => {
  const source = `// import { a } from './a.ts';
    const text = "import { b } from './b.ts'";
    export { text };
    import(text);`;
  expect(readImports('x.ts', source).imports).toEqual([]);
});

test('gives the line of an import and of what is asynchronous', () => {
  const source = `
    import { a } from 'a';
    async function b() {
      for await (const x of a) await x;
    }`;
  const { imports, asyncLines } = readImports('x.ts', source);
  expect(imports.map(({ line }) => line)).toEqual([2]);
  expect(asyncLines).toEqual([3, 4, 4]);
});

test('refuses what does not parse', () => {
  expect(() => readImports('x.ts', 'import from from;')).toThrow('x.ts does not parse');
});
