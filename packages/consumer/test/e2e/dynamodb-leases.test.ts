import { dynamodbLeases } from '../../src/dynamodb-leases.ts';
import { leaseStoreContract } from '../../src/testing/lease-store-contract.ts';
import { startHeadwater } from '../../../server/src/index.ts';

leaseStoreContract('in a DynamoDB table', async () => {
  const headwater = await startHeadwater();
  const open = () => dynamodbLeases({ client: headwater.dynamodb, tableName: 'leases' });
  return { store: open(), again: open, [Symbol.asyncDispose]: () => headwater.close() };
});
