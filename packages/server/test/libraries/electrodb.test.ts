// Everyday use of electrodb: entities and collections in a single table.

import { Entity, Service } from 'electrodb';
import { expect, it } from 'vitest';
import { startOrders } from './orders-table.ts';

it('electrodb', async () => {
  await using server = await startOrders();
  const Order = new Entity(
    {
      model: { entity: 'order', version: '1', service: 'shop' },
      attributes: {
        customer: { type: 'string', required: true },
        order: { type: 'string', required: true },
        state: { type: ['open', 'shipped'] as const, default: 'open' },
        total: { type: 'number', default: 0 },
        lines: {
          type: 'list',
          items: { type: 'map', properties: { sku: { type: 'string' } } },
          default: [],
        },
      },
      indexes: {
        primary: {
          collection: 'customerData',
          pk: { field: 'pk', composite: ['customer'] },
          sk: { field: 'sk', composite: ['order'] },
        },
        byState: {
          index: 'byGsi',
          pk: { field: 'gsi', composite: ['state'] },
          sk: { field: 'sk', composite: ['order'] },
        },
      },
    },
    { client: server.dynamodb, table: 'orders' },
  );
  const Address = new Entity(
    {
      model: { entity: 'address', version: '1', service: 'shop' },
      attributes: {
        customer: { type: 'string', required: true },
        name: { type: 'string', required: true },
      },
      indexes: {
        primary: {
          collection: 'customerData',
          pk: { field: 'pk', composite: ['customer'] },
          sk: { field: 'sk', composite: ['name'] },
        },
      },
    },
    { client: server.dynamodb, table: 'orders' },
  );
  const shop = new Service({ order: Order, address: Address });

  await Order.put(
    ['1', '2', '3'].map((order) => ({ customer: 'ada', order, total: Number(order) })),
  ).go();
  await Address.create({ customer: 'ada', name: 'home' }).go();
  await expect(Address.create({ customer: 'ada', name: 'home' }).go()).rejects.toThrow(
    'The conditional request failed',
  );

  const updated = await Order.patch({ customer: 'ada', order: '2' })
    .set({ state: 'shipped' })
    .add({ total: 40 })
    .append({ lines: [{ sku: 'x' }] })
    .go({ response: 'all_new' });
  expect(updated.data).toMatchObject({ state: 'shipped', total: 42, lines: [{ sku: 'x' }] });
  await expect(
    Order.patch({ customer: 'nobody', order: '1' }).set({ total: 1 }).go(),
  ).rejects.toThrow('The conditional request failed');

  const open = await Order.query.byState({ state: 'open' }).go({ order: 'desc' });
  expect(open.data.map(({ order }) => order)).toEqual(['3', '1']);
  const large = await Order.query
    .primary({ customer: 'ada' })
    .where(({ total }, { gt }) => gt(total, 2))
    .go();
  expect(large.data.map(({ order }) => order)).toEqual(['2', '3']);
  const all = await shop.collections.customerData({ customer: 'ada' }).go();
  expect([all.data.order.length, all.data.address.length]).toEqual([3, 1]);

  const page = await Order.query.primary({ customer: 'ada' }).go({ limit: 2 });
  const rest = await Order.query.primary({ customer: 'ada' }).go({ cursor: page.cursor });
  expect([...page.data, ...rest.data].map(({ order }) => order)).toEqual(['1', '2', '3']);

  await Order.delete({ customer: 'ada', order: '1' }).go();
  const left = await Order.get([
    { customer: 'ada', order: '1' },
    { customer: 'ada', order: '3' },
  ]).go();
  expect(left.data.map(({ order }) => order)).toEqual(['3']);
});
