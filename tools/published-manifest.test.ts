import { expect, test } from 'vitest';
import { publishedManifest } from './published-manifest.ts';

test('names the built files, and drops what only development needs', () => {
  const { json, targets } = publishedManifest({
    name: 'a',
    version: '1.0.0',
    engines: { node: '>=24' },
    private: true,
    scripts: { test: 'x' },
    bin: { a: 'src/main.ts' },
    exports: { '.': './src/index.ts', './inner': './src/inner/part.ts' },
    dependencies: { b: '1.0.0' },
    devDependencies: { c: '1.0.0' },
  });
  expect(json).toEqual({
    name: 'a',
    version: '1.0.0',
    engines: { node: '>=24' },
    bin: { a: 'lib/main.js' },
    exports: {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      './inner': { types: './lib/inner/part.d.ts', default: './lib/inner/part.js' },
    },
    dependencies: { b: '1.0.0' },
  });
  expect(targets).toEqual([
    'lib/main.js',
    './lib/index.d.ts',
    './lib/index.js',
    './lib/inner/part.d.ts',
    './lib/inner/part.js',
  ]);
});

test('a package without a command or an entry has none', () => {
  expect(publishedManifest({ name: 'a' })).toEqual({ json: { name: 'a' }, targets: [] });
});

test('refuses an entry that is not a source', () => {
  expect(() => publishedManifest({ bin: { a: 'main.js' } })).toThrow('not main.js');
});
