import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodeDirectories } from './code-directories.ts';
import { InvalidArchive } from './extract-archive.ts';
import { zipOf } from './testing/zip-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Archives that hold their own name; those asked for are listed. */
function directories(kept: number): { code: CodeDirectories; asked: string[] } {
  const asked: string[] = [];
  const codeOf = (sha256: string) => {
    asked.push(sha256);
    return Promise.resolve(zipOf([{ name: 'name', content: sha256 }]));
  };
  return { code: new CodeDirectories({ folder, codeOf, kept }), asked };
}

test('those who hold the same code share its folder, which is filled once', async () => {
  const { code, asked } = directories(0);
  const [first, second] = await Promise.all([code.hold('aaaa'), code.hold('aaaa')]);
  expect(second.path).toBe(first.path);
  expect(asked).toEqual(['aaaa']);
  expect(await readFile(join(first.path, 'name'), 'utf8')).toBe('aaaa');
  first[Symbol.dispose]();
  await code.settled();
  expect(existsSync(second.path)).toBe(true);
  second[Symbol.dispose]();
  await code.settled();
  expect(existsSync(second.path)).toBe(false);
});

test('some that nobody holds stay, those held last', async () => {
  const { code, asked } = directories(2);
  for (const sha256 of ['aaaa', 'bbbb', 'cccc']) (await code.hold(sha256))[Symbol.dispose]();
  await code.settled();
  expect(await readdir(folder)).toHaveLength(2);
  for (const sha256 of ['cccc', 'bbbb', 'aaaa']) (await code.hold(sha256))[Symbol.dispose]();
  expect(asked).toEqual(['aaaa', 'bbbb', 'cccc', 'aaaa']);
});

test('what failed is tried again, and leaves nothing', async () => {
  const archives = [Buffer.from('no archive'), zipOf([{ name: 'name', content: 'there' }])];
  const codeOf = () => Promise.resolve(archives.shift() ?? Buffer.alloc(0));
  const code = new CodeDirectories({ folder, codeOf });
  await expect(code.hold('aaaa')).rejects.toThrow(InvalidArchive);
  expect(await readdir(folder)).toEqual([]);
  using held = await code.hold('aaaa');
  expect(await readFile(join(held.path, 'name'), 'utf8')).toBe('there');
});
