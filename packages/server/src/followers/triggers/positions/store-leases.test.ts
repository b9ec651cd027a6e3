import { leaseStoreContract } from '@headwater/consumer/lease-store-contract';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../store/sqlite/open-sqlite-store.ts';
import { WindowStates } from '../windows/window-states.ts';
import { forgetPositions, startOf, storeLeases } from './store-leases.ts';

const openStore = () => openSqliteStore({ location: 'memory', durability: 'os' });

leaseStoreContract(
  'in the store',
  async () => {
    const store = await openStore();
    return {
      store: storeLeases(store),
      again: () => storeLeases(store),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
  },
  { describe, test },
);

test('what a mapping leaves is forgotten, and nothing of the others', async () => {
  await using store = await openStore();
  const leases = storeLeases(store);
  const mappings = ['mapping', 'mapping2'];
  for (const uuid of mappings) {
    await leases.begin(uuid, { startedAt: 1, starts: {} });
    const states = new WindowStates(store, uuid);
    for (let index = 0; index < 600; index += 1) {
      const shardId = `shard ${index}`;
      await leases.create(uuid, { shardId, parentIds: [], checkpoint: { type: 'TRIM_HORIZON' } });
      if (index % 100 === 0) await states.put(shardId, { upTo: '1' });
    }
  }
  await forgetPositions(store, 'mapping');
  expect(await leases.list('mapping')).toEqual([]);
  expect(await startOf(store, 'mapping')).toBeUndefined();
  expect(await new WindowStates(store, 'mapping').of('shard 0')).toEqual({});
  expect(await leases.list('mapping2')).toHaveLength(600);
  expect(await startOf(store, 'mapping2')).toEqual({ startedAt: 1, starts: {} });
  expect(await new WindowStates(store, 'mapping2').of('shard 0')).toEqual({ upTo: '1' });
});
