import { describe, test } from 'vitest';
import { startHeadwater } from '../../../server/src/index.ts';
import { dynamodbLeases } from '../../src/dynamodb-leases.ts';
import { leaseStoreContract } from '../../src/lease-store-contract.ts';

const inATable = async () => {
  const headwater = await startHeadwater();
  const open = () => dynamodbLeases({ client: headwater.dynamodb, tableName: 'leases' });
  return { store: open(), again: open, [Symbol.asyncDispose]: () => headwater.close() };
};

leaseStoreContract('in a DynamoDB table', inATable, { describe, test });
