import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../../test/temporary-directory.ts';
import { ArchiveGone, archivesInDirectory, archivesInMemory } from './code-archives.ts';

const bytes = Buffer.from('an archive');
/** `printf 'an archive' | openssl dgst -sha256 -binary | base64` */
const sha256 = 'nmkdWtrPDhAvIDEAhC/6uk4qff49vVNoJ9PA24x+iPE=';

/** In a directory that is gone after the test. */
async function aPath(): Promise<string> {
  const directory = await temporaryDirectory();
  onTestFinished(() => directory[Symbol.asyncDispose]());
  return join(directory.path, 'lambda', 'code');
}

describe.each([
  ['in memory', () => Promise.resolve(archivesInMemory())],
  ['in a directory', async () => archivesInDirectory(await aPath())],
])('%s', (_, make) => {
  test('an archive is kept under its hash', async () => {
    const archives = await make();
    const stored = await archives.put(bytes);
    expect(stored).toEqual({ sha256, sizeBytes: 10 });
    expect(await archives.put(bytes)).toEqual(stored);
    expect(Buffer.from(await archives.codeOf(sha256))).toEqual(bytes);
  });

  test('what is not to be kept goes', async () => {
    const archives = await make();
    await archives.keepOnly(new Set());
    const { sha256: other } = await archives.put(Buffer.from('another'));
    await archives.put(bytes);
    await archives.keepOnly(new Set([other]));
    await expect(archives.codeOf(sha256)).rejects.toThrow(ArchiveGone);
    expect(Buffer.from(await archives.codeOf(other)).toString()).toBe('another');
  });
});

test('archives outlive the process, and what it left half written goes', async () => {
  const directory = await aPath();
  await archivesInDirectory(directory).put(bytes);
  await writeFile(join(directory, 'abc.zip.new'), 'half');
  const archives = archivesInDirectory(directory);
  expect(Buffer.from(await archives.codeOf(sha256))).toEqual(bytes);
  await archives.keepOnly(new Set([sha256]));
  expect(await readdir(directory)).toHaveLength(1);
});
