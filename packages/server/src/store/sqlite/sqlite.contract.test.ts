import { storeContract } from '../contract.ts';
import { openSqliteStore, type OpenSqliteOptions } from './open-sqlite-store.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

storeContract('sqlite in memory', {
  isPersistent: false,
  open: () => openForTest({ location: 'memory', durability: 'os' }),
});

for (const durability of ['fsync', 'os'] as const) {
  storeContract(`sqlite on disk, durability ${durability}`, {
    isPersistent: true,
    async open() {
      const directory = await temporaryDirectory();
      const opened = await openForTest({ location: { dataDir: directory.path }, durability });
      return {
        get store() {
          return opened.store;
        },
        reopen: () => opened.reopen(),
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          await directory[Symbol.asyncDispose]();
        },
      };
    },
  });
}

async function openForTest(options: OpenSqliteOptions) {
  let store = await openSqliteStore(options);
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store[Symbol.asyncDispose]();
      store = await openSqliteStore(options);
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
