// Everyday use of dynamodb-onetable.

import { Dynamo } from 'dynamodb-onetable/Dynamo';
import { Table } from 'dynamodb-onetable';
import { expect, it } from 'vitest';
import { startOrders } from './orders-table.ts';

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: {
    primary: { hash: 'pk', sort: 'sk' },
    byGsi: { hash: 'gsi', sort: 'sk' },
  },
  models: {
    Order: {
      pk: { type: 'string', value: 'customer#${customer}' },
      sk: { type: 'string', value: 'order#${id}' },
      gsi: { type: 'string', value: 'state#${state}' },
      customer: { type: 'string', required: true },
      id: { type: 'string', required: true },
      state: { type: 'string', default: 'open' },
      total: { type: 'number', default: 0 },
    },
  },
  params: { isoDates: true, timestamps: true },
} as const;

it('dynamodb-onetable', async () => {
  await using server = await startOrders();
  const client = new Dynamo({ client: server.dynamodb });
  const table = new Table({ name: 'orders', client, schema, partial: true });
  const Order = table.getModel('Order');

  for (const id of ['1', '2', '3']) await Order.create({ customer: 'ada', id, total: Number(id) });
  await expect(Order.create({ customer: 'ada', id: '1' })).rejects.toThrow(
    'Conditional create failed',
  );
  const updated = await Order.update(
    { customer: 'ada', id: '2', state: 'done' },
    { add: { total: 40 } },
  );
  expect(updated).toMatchObject({ state: 'done', total: 42 });
  expect(await Order.get({ customer: 'ada', id: '1' })).toMatchObject({ total: 1 });

  const open = await Order.find({ state: 'open' }, { index: 'byGsi', reverse: true });
  expect(open.map(({ id }) => id)).toEqual(['3', '1']);
  const first = await Order.find({ customer: 'ada' }, { limit: 2 });
  const rest = await Order.find({ customer: 'ada' }, { next: first.next as object });
  expect([...first, ...rest].map(({ id }) => id)).toEqual(['1', '2', '3']);

  const batch = {};
  for (const id of ['4', '5']) await Order.create({ customer: 'ada', id }, { batch });
  await table.batchWrite(batch);
  expect((await Order.scan({}, { where: '${total} = {0}' })).length).toBe(2);
  await Order.remove({ customer: 'ada', id: '4' });
  expect(await Order.get({ customer: 'ada', id: '4' })).toBeUndefined();
});
