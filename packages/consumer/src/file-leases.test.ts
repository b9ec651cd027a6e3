import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileLeases } from './file-leases.ts';
import { VersionedFile } from './leases/versioned-file.ts';
import { leaseStoreContract } from './lease-store-contract.ts';

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'headwater-consumer-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

const inAFolder = async () => {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'made', 'on demand');
  const open = () => fileLeases(path);
  return { store: open(), again: open, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
};

leaseStoreContract('in a folder', inAFolder, { describe, test });

test('applications whose names look alike have folders of their own', async () => {
  await using folder = await temporaryFolder();
  const store = fileLeases(folder.path);
  for (const [startedAt, name] of ['a', 'A', 'a/b', '../a', 'ä', '.'].entries()) {
    const start = { startedAt, starts: {} };
    expect(await store.begin(name, start)).toEqual(start);
  }
  expect(await readdir(folder.path)).toHaveLength(6);
});

test('a process that slept through many versions does not think that it wrote one', async () => {
  await using folder = await temporaryFolder();
  let name = 0;
  const options = { initial: 0, temporaryName: () => String((name += 1)) };
  const [sleeper, others] = [
    new VersionedFile<number>(folder.path, options),
    new VersionedFile<number>(folder.path, options),
  ];
  const increment = (file: VersionedFile<number>) =>
    file.change((value) => ({ value: value + 1, result: value }));
  await increment(others);
  // What a process that was stopped for long would do next: take the name that it saw to be free.
  for (let step = 0; step < 99; step += 1) await increment(others);
  await writeFile(join(folder.path, '000000000002.json'), '1000');
  expect(await sleeper.read()).toBe(100);
  expect(await increment(sleeper)).toBe(100);
  expect(await others.read()).toBe(101);
  expect(await readdir(folder.path)).not.toContain('000000000002.json');
});
