// What every lease store does: called by the tests of each.

import { describe, expect, test } from 'vitest';
import { type Lease, LeaseLost, type LeaseStore } from '../lease-store.ts';

export interface OpenedStore extends AsyncDisposable {
  readonly store: LeaseStore;
  /** The same leases as another process would open them. */
  again(): LeaseStore;
}

const app = 'orders-mailer';
const trimHorizon = { type: 'TRIM_HORIZON' } as const;
const end = { type: 'FINISHED', reason: 'end', at: 9 } as const;

const after = (sequenceNumber: string) =>
  ({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber, time: 7 }) as const;

export function leaseStoreContract(what: string, open: () => Promise<OpenedStore>): void {
  describe(`leases ${what}`, () => {
    async function withLease(run: (store: LeaseStore, lease: Lease) => Promise<void>) {
      await using opened = await open();
      const { store } = opened;
      await store.begin(app, { startedAt: 1, starts: {} });
      await store.create(app, { shardId: 's', parentIds: ['p'], checkpoint: trimHorizon });
      await run(store, await only(store));
    }

    const only = async (store: LeaseStore): Promise<Lease> => {
      const leases = await store.list(app);
      expect(leases).toHaveLength(1);
      return leases[0] as Lease;
    };
    const lost = (call: Promise<unknown>) => expect(call).rejects.toThrow(LeaseLost);

    test('the first start stays', async () => {
      await using opened = await open();
      const start = { startedAt: 1, starts: { s: { type: 'LATEST', since: 1 } as const } };
      expect(await opened.store.begin(app, start)).toEqual(start);
      expect(await opened.again().begin(app, { startedAt: 2, starts: {} })).toEqual(start);
      expect(await opened.store.begin('another', { startedAt: 3, starts: {} })).toEqual({
        startedAt: 3,
        starts: {},
      });
    });

    test('a lease is made once, as it was given', () =>
      withLease(async (store, lease) => {
        expect(lease).toEqual({
          shardId: 's',
          parentIds: ['p'],
          checkpoint: trimHorizon,
          fence: 0,
          heartbeat: 0,
        });
        const other = { shardId: 's', parentIds: [], checkpoint: after('1') };
        expect(await store.create(app, other)).toBe(false);
        expect(await only(store)).toEqual(lease);
        const range = { ...other, shardId: 't', until: { sequenceNumber: '8' } };
        expect(await store.create('another', range)).toBe(true);
        expect(await store.list('another')).toMatchObject([range]);
      }));

    test('one of those who take it gets it', () =>
      withLease(async (store, lease) => {
        const calls = ['a', 'b', 'c'].map((worker) => store.take(app, lease, worker));
        const results = await Promise.allSettled(calls);
        const won = results.filter(({ status }) => status === 'fulfilled');
        expect(won).toHaveLength(1);
        expect(won).toMatchObject([{ value: { fence: 1, heartbeat: 1 } }]);
        for (const result of results) {
          if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LeaseLost);
        }
      }));

    test('a lease that was renewed since it was seen is not taken', () =>
      withLease(async (store, lease) => {
        const mine = await store.take(app, lease, 'a');
        await store.renew(app, mine);
        await lost(store.take(app, mine, 'b'));
        expect(await store.take(app, await only(store), 'b')).toMatchObject({ owner: 'b' });
      }));

    test('who was away can write nothing any more', () =>
      withLease(async (store, lease) => {
        const stale = await store.take(app, lease, 'a');
        const mine = await store.take(app, stale, 'b');
        await lost(store.renew(app, stale));
        await lost(store.checkpoint(app, stale, after('5')));
        await lost(store.release(app, stale));
        await lost(store.release(app, stale, 'a'));
        expect(await store.ask(app, stale, 'c')).toBe(false);
        await store.remove(app, stale);
        expect(await only(store)).toEqual(mine);
      }));

    test('even if its name is the same', () =>
      withLease(async (store, lease) => {
        const stale = await store.take(app, lease, 'a');
        const mine = await store.take(app, stale, 'a');
        await lost(store.checkpoint(app, stale, after('5')));
        expect(await only(store)).toEqual(mine);
      }));

    test("an owner's write may be repeated", () =>
      withLease(async (store, lease) => {
        const mine = await store.take(app, lease, 'a');
        await store.checkpoint(app, mine, after('5'));
        await store.checkpoint(app, mine, after('6'));
        await store.renew(app, mine);
        expect(await only(store)).toEqual({
          ...lease,
          owner: 'a',
          checkpoint: after('6'),
          fence: 1,
          heartbeat: 4,
        });
      }));

    test('a finished lease is free, and nobody takes it', () =>
      withLease(async (store, lease) => {
        const mine = await store.take(app, lease, 'a');
        await store.ask(app, mine, 'b');
        await store.checkpoint(app, mine, end);
        const finished = await only(store);
        expect(finished).toEqual({ ...lease, checkpoint: end, fence: 1, heartbeat: 2 });
        await lost(store.take(app, finished, 'b'));
        await store.remove(app, finished);
        expect(await store.list(app)).toEqual([]);
        await lost(store.take(app, finished, 'b'));
      }));

    test('the owner hears who asks, and hands over', () =>
      withLease(async (store, lease) => {
        expect(await store.ask(app, lease, 'b')).toBe(false);
        const mine = await store.take(app, lease, 'a');
        expect(await store.ask(app, mine, 'b')).toBe(true);
        expect(await store.ask(app, mine, 'b')).toBe(true);
        expect(await store.ask(app, mine, 'c')).toBe(false);
        const renewed = await store.renew(app, mine);
        expect(renewed.askedBy).toBe('b');
        await store.release(app, renewed, 'b');
        const handed = await only(store);
        expect(handed).toEqual({ ...lease, owner: 'b', fence: 2, heartbeat: 3 });
        await lost(store.renew(app, renewed));
        expect(await store.take(app, handed, 'b')).toMatchObject({ owner: 'b', fence: 3 });
      }));

    test('a lease that is released is free at once', () =>
      withLease(async (store, lease) => {
        const mine = await store.take(app, lease, 'a');
        await store.ask(app, mine, 'b');
        await store.release(app, mine);
        expect(await only(store)).toEqual({ ...lease, fence: 2, heartbeat: 2 });
      }));

    test('many writes at once, by two processes, are all done', async () => {
      await using opened = await open();
      const stores = [opened.store, opened.again()];
      await opened.store.begin(app, { startedAt: 1, starts: {} });
      const ids = Array.from({ length: 12 }, (_, index) => `shard ${index}`);
      const made = await Promise.all(
        stores.flatMap((store) =>
          ids.map((shardId) =>
            store.create(app, { shardId, parentIds: [], checkpoint: trimHorizon }),
          ),
        ),
      );
      expect(made.filter(Boolean)).toHaveLength(ids.length);
      const leases = await opened.store.list(app);
      await Promise.all(
        leases.map(async (lease, index) => {
          const store = stores[index % 2] as LeaseStore;
          const mine = await store.take(app, lease, 'a');
          for (const number of ['1', '2', '3']) await store.checkpoint(app, mine, after(number));
        }),
      );
      for (const lease of await opened.again().list(app)) {
        expect(lease).toMatchObject({ owner: 'a', checkpoint: after('3'), fence: 1, heartbeat: 4 });
      }
    });
  });
}
