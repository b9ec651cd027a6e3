import { leaseStoreContract } from '../testing/lease-store-contract.ts';
import { memoryLeases } from './memory-leases.ts';

leaseStoreContract('in memory', async () => {
  const store = memoryLeases();
  return { store, again: () => store, [Symbol.asyncDispose]: async () => {} };
});
