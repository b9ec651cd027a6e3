import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extractArchive, InvalidArchive, maxUnpackedBytes } from './extract-archive.ts';
import { type ZipEntry, zipOf } from './testing/zip-of.ts';

const symbolicLink = 0o120777;

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  folder = await mkdtemp(join(parent, 'code-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const extract = (...entries: ZipEntry[]) => extractArchive(zipOf(entries), folder);

test('files and folders are there afterwards, executable if they were', async () => {
  await extract(
    { name: 'index.mjs', content: 'export {};' },
    { name: 'empty/' },
    { name: 'deep/er/file.txt', content: 'ä'.repeat(100_000), mode: 0o100600 },
    { name: 'bootstrap', content: '#!/bin/sh\n', mode: 0o100755 },
    { name: 'made-elsewhere', content: '1', mode: 0 },
  );
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    'bootstrap',
    'deep',
    'deep/er',
    'deep/er/file.txt',
    'empty',
    'index.mjs',
    'made-elsewhere',
  ]);
  expect(await readFile(join(folder, 'deep/er/file.txt'), 'utf8')).toBe('ä'.repeat(100_000));
  const modeOf = async (name: string) => (await stat(join(folder, name))).mode & 0o711;
  expect(await modeOf('bootstrap')).toBe(0o711);
  expect(await modeOf('index.mjs')).toBe(0o600);
  expect(await modeOf('made-elsewhere')).toBe(0o600);
});

test('links within the archive stay links', async () => {
  await extract(
    { name: 'bin/tool', content: '../lib/tool.mjs', mode: symbolicLink },
    { name: 'current', content: 'lib', mode: symbolicLink },
    { name: 'lib/tool.mjs', content: 'here' },
  );
  expect(await readFile(join(folder, 'bin/tool'), 'utf8')).toBe('here');
  expect(await readFile(join(folder, 'current/tool.mjs'), 'utf8')).toBe('here');
});

describe('nothing comes to lie outside of the folder:', () => {
  test.each<[string, ZipEntry[]]>([
    ['a name that climbs', [{ name: '../outside', content: 'x' }]],
    ['a name that climbs on its way', [{ name: 'a/../../outside', content: 'x' }]],
    ['a folder that climbs', [{ name: '../outside/' }]],
    ['an absolute name', [{ name: '/tmp/outside', content: 'x' }]],
    ['a name of Windows', [{ name: 'C:/outside', content: 'x' }]],
    ['a link that climbs', [{ name: 'link', content: '../..', mode: symbolicLink }]],
    ['an absolute link', [{ name: 'link', content: '/etc/passwd', mode: symbolicLink }]],
    ['a link to nothing', [{ name: 'link', content: 'absent', mode: symbolicLink }]],
    [
      'a link that climbs through another one',
      [
        { name: 'a/b/up', content: '../..', mode: symbolicLink },
        { name: 'link', content: 'a/b/up/..', mode: symbolicLink },
      ],
    ],
    [
      'a file behind a link',
      [
        { name: 'link', content: '..', mode: symbolicLink },
        { name: 'link/outside', content: 'x' },
      ],
    ],
    [
      'a link behind a link',
      [
        { name: 'link', content: '..', mode: symbolicLink },
        { name: 'link/outside', content: 'index', mode: symbolicLink },
        { name: 'index', content: 'x' },
      ],
    ],
  ])('%s', async (_name, entries) => {
    await expect(extract(...entries)).rejects.toThrow(InvalidArchive);
    expect(await readdir(parent)).toEqual([folder.slice(parent.length + 1)]);
  });
});

describe('archives are refused that are', () => {
  test('no archive', async () => {
    await expect(extractArchive(Buffer.from('no'), folder)).rejects.toThrow(InvalidArchive);
    const cut = zipOf([{ name: 'a', content: 'a' }]).subarray(5);
    await expect(extractArchive(cut, folder)).rejects.toThrow(InvalidArchive);
  });

  test('damaged', async () => {
    await expect(extract({ name: 'a', content: 'a', crc32: 7 })).rejects.toThrow(/a is damaged/);
    await expect(extract({ name: 'a', content: 'a', unpackedBytes: 7 })).rejects.toThrow(
      InvalidArchive,
    );
  });

  test('too large unpacked, whatever they say', async () => {
    const half = { content: 'a', unpackedBytes: maxUnpackedBytes / 2 + 1 };
    await expect(extract({ name: 'a', ...half }, { name: 'b', ...half })).rejects.toThrow(
      'Unzipped size must be smaller than 262144000 bytes',
    );
    const lies = { name: 'a', content: 'a'.repeat(1_000_000), unpackedBytes: 10 };
    await expect(extract(lies)).rejects.toThrow(InvalidArchive);
  });
});
