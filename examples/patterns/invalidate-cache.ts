// Cache invalidation: what a cache holds of an order is purged when the order changes. An invalidation that fails stops
// nothing before it: the function says how far it got, and gets the rest again.

import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const { dynamodb: change } of Records) {
    const id = change?.Keys?.['id']?.S ?? '';
    try {
      await purge(`/orders/${encodeURIComponent(id)}`);
    } catch (error) {
      console.error('Not purged', id, error);
      return { batchItemFailures: [{ itemIdentifier: change?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}

async function purge(path: string): Promise<void> {
  const { ok, status } = await fetch(`${process.env['CACHE_URL']}${path}`, { method: 'DELETE' });
  if (!ok) throw new Error(`The cache answered ${status}.`);
}
