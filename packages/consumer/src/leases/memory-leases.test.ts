import { describe, test } from 'vitest';
import { leaseStoreContract } from '../lease-store-contract.ts';
import { memoryLeases } from './memory-leases.ts';

const inMemory = async () => {
  const store = memoryLeases();
  return { store, again: () => store, [Symbol.asyncDispose]: async () => {} };
};

leaseStoreContract('in memory', inMemory, { describe, test });
