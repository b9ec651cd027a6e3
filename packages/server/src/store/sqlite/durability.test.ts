// What is acknowledged or shown has been synced, and a sync that failed is the end of the store.

import { expect, test } from 'vitest';
import {
  bytes,
  entryTexts,
  EVERYTHING,
  forward,
  pairTexts,
  readEntries,
  readText,
  write,
} from '../contract/test-store.ts';
import { type Store, StoreUnavailable } from '../store.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { HeldFileSystem, isPending, settle } from './testing/held-file-system.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

async function openHeld(durability: 'fsync' | 'os' = 'fsync') {
  const directory = await temporaryDirectory();
  const fileSystem = new HeldFileSystem();
  const location = { dataDir: directory.path };
  const store = await openSqliteStore({ location, durability, fileSystem });
  return {
    store,
    fileSystem,
    async [Symbol.asyncDispose]() {
      fileSystem.letGo();
      await store[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

const CHANGES = { puts: { key: 'value' }, entries: ['entry'] };

test('nothing resolves and nothing shows before the sync has returned', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const woken: string[] = [];
  store.onGrowth('lane', () => woken.push('woken'));
  const written = write(store, CHANGES);
  const sync = await fileSystem.next();
  const value = readText(store, 'other', 'key');
  const range = store.range(forward(bytes('key'), bytes('l')));

  expect(await isPending(Promise.race([written, value, range]))).toBe(true);
  expect(await store.readLog('lane', 0, EVERYTHING)).toEqual({ entries: [], head: 0, trimmed: 0 });
  expect(woken).toEqual([]);

  sync.succeed();
  await written;
  expect(await value).toEqual([undefined, 'value']);
  expect(pairTexts(await range)).toEqual(['key=value']);
  expect(await readEntries(store)).toEqual(['1:entry']);
  expect(woken).toEqual(['woken']);
});

test('a deleted key is hidden like a written one', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const before = write(store, { puts: { key: 'value' } });
  (await fileSystem.next()).succeed();
  await before;
  const deleted = write(store, { deletes: ['key'] });
  const sync = await fileSystem.next();
  const value = readText(store, 'key');
  expect(await isPending(Promise.race([deleted, value]))).toBe(true);
  sync.succeed();
  expect(await value).toEqual([undefined]);
});

test('reads of other keys and ranges wait for nothing', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const written = write(store, CHANGES);
  const sync = await fileSystem.next();
  expect(await readText(store, 'other')).toEqual([undefined]);
  expect(pairTexts(await store.range(forward(bytes('a'), bytes('key'))))).toEqual([]);
  expect(pairTexts(await store.range(forward(bytes('key0'), bytes('z'))))).toEqual([]);
  expect(await isPending(written)).toBe(true);
  sync.succeed();
  await written;
});

test('a refusal waits for the write that it rests on', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const written = write(store, CHANGES);
  const sync = await fileSystem.next();
  const refused = store.commit({
    lanes: ['lane'],
    reads: [bytes('key')],
    decide: ({ values }) => ({ result: values[0] !== undefined }),
  });
  const thrown = store.commit({
    lanes: ['lane'],
    reads: [],
    decide() {
      throw new Error('refused');
    },
  });
  expect(await isPending(Promise.race([refused, thrown.catch(() => undefined)]))).toBe(true);
  sync.succeed();
  expect(await refused).toBe(true);
  await expect(thrown).rejects.toThrow('refused');
  await written;
  expect(fileSystem.calls).toBe(1);
});

test('a refusal that rests on nothing new waits for nothing', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  await write(store, {});
  expect(fileSystem.calls).toBe(0);
});

test('commits during a sync share the next one', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const first = write(store, { entries: ['0'] });
  const sync = await fileSystem.next();
  const others = [];
  for (let index = 1; index <= 20; index += 1) {
    others.push(write(store, { entries: [String(index)] }));
    await settle();
  }
  sync.succeed();
  await first;
  const second = await fileSystem.next();
  expect(entryTexts(await store.readLog('lane', 0, EVERYTHING))).toEqual(['1:0']);
  expect(await isPending(Promise.race(others))).toBe(true);
  second.succeed();
  await Promise.all(others);
  expect(await readEntries(store)).toHaveLength(21);
  expect(fileSystem.calls).toBe(2);
});

test('a key that was written again during a sync waits for the next one', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const first = write(store, { puts: { key: 'first' } });
  const sync = await fileSystem.next();
  const second = write(store, { puts: { key: 'second' } });
  await settle();
  const value = readText(store, 'key');
  const range = store.range(forward(bytes('a'), bytes('z')));
  sync.succeed();
  await first;
  expect(await isPending(Promise.race([second, value, range]))).toBe(true);
  (await fileSystem.next()).succeed();
  expect(await value).toEqual(['second']);
  expect(pairTexts(await range)).toEqual(['key=second']);
});

test('a trim shows, and removes only, what is durable', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const first = write(store, { entries: ['a'] });
  (await fileSystem.next()).succeed();
  await first;
  const second = write(store, { entries: ['b'] });
  const sync = await fileSystem.next();
  const trimmed = store.trimLog('lane', 99, 99);
  await settle();
  const page = store.readLog('lane', 0, EVERYTHING);
  expect(await isPending(Promise.race([trimmed, page]))).toBe(true);
  sync.succeed();
  await second;
  expect(await isPending(Promise.race([trimmed, page]))).toBe(true);
  (await fileSystem.next()).succeed();
  expect(await trimmed).toBe(1);
  expect(await page).toEqual({ entries: [], head: 1, trimmed: 1 });
  expect(await readEntries(store)).toEqual(['2:b']);
});

test('durability os waits for no sync', async () => {
  await using held = await openHeld('os');
  await write(held.store, CHANGES);
  expect(await readText(held.store, 'key')).toEqual(['value']);
  expect(await readEntries(held.store)).toEqual(['1:entry']);
  expect(held.fileSystem.calls).toBe(0);
});

test('after a failed sync everything rejects, and no sync is tried again', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const first = write(store, CHANGES);
  const sync = await fileSystem.next();
  const waiting = [first, write(store, { puts: { later: '1' } }), readText(store, 'key')];
  await settle();
  const cause = new Error('EIO: i/o error, fdatasync');
  sync.fail(cause);
  await expectUnavailable(waiting, cause);
  await expectUnavailable(everyCall(store), cause);
  expect(fileSystem.calls).toBe(1);
});

test('a commit that still waits for its turn when a sync fails rejects too', async () => {
  await using held = await openHeld();
  const { store, fileSystem } = held;
  const first = write(store, CHANGES);
  const sync = await fileSystem.next();
  const cause = new Error('EIO');
  sync.fail(cause);
  const queued = write(store, { puts: { queued: '1' } });
  await expectUnavailable([first, queued], cause);
  expect(fileSystem.calls).toBe(1);
});

function everyCall(store: Store): Promise<unknown>[] {
  return [
    store.get([bytes('unrelated')]),
    store.range(forward(bytes('a'), bytes('b'))),
    write(store, { puts: { key: 'value' } }),
    store.readLog('lane', 0, EVERYTHING),
    store.trimLog('lane', 1, 1),
  ];
}

async function expectUnavailable(calls: Promise<unknown>[], cause: Error): Promise<void> {
  for (const outcome of await Promise.allSettled(calls)) {
    const reason = expect.any(StoreUnavailable) as unknown;
    expect(outcome).toMatchObject({ status: 'rejected', reason });
    expect(outcome).toHaveProperty('reason.cause', cause);
  }
}
