import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCycles } from './import-cycles.ts';
import { importViolations, layerOf } from './import-rules.ts';
import type { DeclaredPackages, SourceFile } from './import-rules.ts';
import { readImports } from './read-imports.ts';
import { isSource, listFiles, readText } from './repository.ts';

describe('the rules', () => {
  const declared = new Map([
    [
      '',
      declaration({
        devDependencies: { vitest: '1', '@aws-sdk/client-dynamodb': '1', '@types/aws-lambda': '1' },
      }),
    ],
    ['packages/server', declaration({ dependencies: { 'big.js': '1' } })],
  ]);

  function judge(path: string, source: string): string[] {
    return importViolations([{ path, ...readImports(path, source) }], declared);
  }

  test.each([
    ['model/a.ts', "import { utf8Bytes } from '../base/bytes.ts';"],
    ['model/a.ts', "import { b } from './inner/b.ts';"],
    ['model/number.ts', "import Big from 'big.js';"],
    ['expressions/a.ts', "import { compare } from '../model/compare.ts';"],
    ['store/sqlite/a.ts', "import { StoreUnavailable } from '../store.ts';"],
    ['store/sqlite/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['log/a.ts', "import { decodeEntry, type Entry } from '../write/entry.ts';"],
    ['api/dynamodb/a.ts', "import type { Refusal } from '../../write/refusal.ts';"],
    ['api/dynamodb/a.ts', "import { Refused, type Refusal } from '../../write/refusal.ts';"],
    ['api/dynamodb/a.ts', "import { crc } from '../http/crc.ts';"],
    ['api/dynamodb/a.ts', "import type { PutItemInput } from '@aws-sdk/client-dynamodb';"],
    ['api/router.ts', "import { a } from './dynamodb/a.ts'; import { b } from './streams/b.ts';"],
    ['api/lambda/a.ts', "import type { Handler } from 'aws-lambda';"],
    ['base/system-runtime.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['base/hash.ts', "import { hash } from 'node:crypto';"],
    ['server.ts', "import { openSqlite } from './store/sqlite/sqlite-store.ts';"],
    ['main.ts', "import { parseOptions } from './options.ts';"],
    ['index.ts', "export { startServer } from './server.ts';"],
    [
      'model/a.test.ts',
      "import { test } from 'vitest'; import { open } from '../database/open.ts';",
    ],
    ['model/a.test.ts', "import { readFile } from 'node:fs/promises'; await readFile('x');"],
  ])('allow in %s: %s', (file, source) => {
    expect(judge(`packages/server/src/${file}`, source)).toEqual([]);
  });

  test.each([
    ['base/a.ts', "import { b } from '../model/b.ts';", 'base may not import b of model'],
    ['model/a.ts', "import type { B } from '../write/b.ts';", 'not even its types'],
    ['model/a.ts', "import { hash } from 'node:crypto';", 'no node: module'],
    ['model/a.ts', "import type { Hash } from 'node:crypto';", 'no node: module'],
    ['model/a.ts', 'export async function a() {}', 'asynchronous, in a pure layer'],
    ['model/a.ts', "import { b } from './b.test.ts';", 'what only tests use'],
    ['model/a.ts', "import { b } from './testing/b.ts';", 'what only tests use'],
    ['model/a.ts', "import { test } from 'vitest';", 'vitest is not declared'],
    ['write/a.ts', "import Big from 'big.js';", 'only model uses big.js'],
    [
      'expressions/a.ts',
      "import { b } from '../write/b.ts';",
      'expressions may not import b of write',
    ],
    ['store/a.ts', "import { b } from './sqlite/b.ts';", 'store may not import b of store/sqlite'],
    ['store/sqlite/a.ts', "import { b } from '../postgres/b.ts';", 'of store/postgres'],
    ['database/a.ts', "import { b } from '../store/sqlite/b.ts';", 'of store/sqlite'],
    ['database/a.ts', "import { b } from '../log/b.ts';", 'database may not import b of log'],
    ['log/a.ts', "import { b } from '../write/entry.ts';", 'log may not import b of write'],
    ['log/a.ts', "import type { B } from '../database/b.ts';", 'not even its types'],
    ['api/a.ts', "import { b } from '../store/store.ts';", 'api may not import b of store'],
    ['api/a.ts', "import * as b from '../write/refusal.ts';", 'api may not import * of write'],
    ['api/a.ts', "const b = await import('../write/b.ts');", 'api may not import * of write'],
    ['api/a.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';", 'is not declared'],
    ['api/a.ts', "import { handler } from 'aws-lambda';", 'is not declared'],
    ['api/dynamodb/a.ts', "import type { B } from '../streams/b.ts';", 'stay apart'],
    ['api/http/a.ts', "import { b } from '../dynamodb/b.ts';", 'stay apart'],
    ['api/a.ts', "export { b } from './b.ts';", 're-exports'],
    ['log/a.ts', "import { randomUUID } from 'node:crypto';", 'come from Runtime'],
    ['log/a.ts', "import * as timers from 'node:timers/promises';", 'come from Runtime'],
    ['log/a.ts', "import { b } from '../server.ts';", 'log may not import b of src'],
    ['log/a.ts', "import { b } from '../../../../tools/b.ts';", 'leaves its package'],
    ['log/a.ts', "import { b } from '@headwater/consumer';", 'is not declared'],
    ['stray/a.ts', '', 'is in no layer'],
  ])('forbid in %s: %s', (file, source, reason) => {
    const path = `packages/server/src/${file}`;
    expect(judge(path, source)).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    ['tools/a.ts', "import { b } from '../packages/server/src/model/b.ts';", false],
    ['tools/a.ts', "import { b } from './tidy/b.ts';", true],
    ['bench/a.ts', "import { b } from '../packages/server/src/model/b.ts';", true],
    ['examples/demo/a.ts', "import { b } from '../../packages/server/src/index.ts';", true],
    ['examples/demo/a.ts', "import { b } from '../../packages/server/src/model/b.ts';", false],
    ['examples/demo/a.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';", true],
    ['packages/server/test/a.ts', "import { b } from '../src/model/b.ts';", true],
    ['packages/consumer/src/a.ts', "import { b } from '../../server/src/model/b.ts';", false],
    ['packages/consumer/src/a.ts', "import { b } from './b.ts';", true],
    ['packages/consumer/src/a.test.ts', "import { b } from '../../server/src/b.ts';", false],
  ])('outside the server, in %s: %s', (path, source, allowed) => {
    expect(judge(path, source)).toHaveLength(allowed ? 0 : 1);
  });
});

describe('this repository', () => {
  const paths = listFiles();
  const files = paths.filter((path) => isSource(path)).map((path) => readSource(path));

  test('is read: files of every layer that stands, and their imports', () => {
    expect(files.length).toBeGreaterThan(40);
    const imports = files.flatMap((file) => file.imports);
    expect(imports.length).toBeGreaterThan(files.length);
    const read = new Set(files.map((file) => layerOf(file.path)?.path));
    expect([...read]).toEqual(expect.arrayContaining(['base', 'model', 'write', 'store']));
  });

  test('keeps the import rules', () => {
    const declared = new Map(
      paths
        .filter((path) => posix.basename(path) === 'package.json')
        .map((path) => [
          path.replace(/\/?package\.json$/, ''),
          declaration(JSON.parse(readText(path))),
        ]),
    );
    expect(importViolations(files, declared)).toEqual([]);
  });

  test('has no circular imports', () => {
    const graph = new Map(
      files.map(({ path, imports }) => [
        path,
        imports.map(({ specifier }) => posix.join(posix.dirname(path), specifier)),
      ]),
    );
    expect(findCycles(graph)).toEqual([]);
  });
});

function readSource(path: string): SourceFile {
  return { path, ...readImports(path, readText(path)) };
}

interface PackageJson {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function declaration(manifest: PackageJson): DeclaredPackages {
  return {
    dependencies: new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })),
    devDependencies: new Set(Object.keys(manifest.devDependencies ?? {})),
  };
}
