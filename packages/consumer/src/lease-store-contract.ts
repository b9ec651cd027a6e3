// What every lease store does: called by the tests of each, with whatever runs them.

import assert from 'node:assert/strict';
import { type Lease, LeaseLost, type LeaseStore } from './lease-store.ts';

export interface OpenedStore extends AsyncDisposable {
  readonly store: LeaseStore;
  /** The same leases as another process would open them. */
  again(): LeaseStore;
}

/** As Vitest, Jest and `node:test` have them. */
export interface TestRunner {
  describe(name: string, tests: () => void): unknown;
  test(name: string, run: () => Promise<void>): unknown;
}

const app = 'orders-mailer';
const trimHorizon = { type: 'TRIM_HORIZON' } as const;
const end = { type: 'FINISHED', reason: 'end', at: 9 } as const;

const after = (sequenceNumber: string) =>
  ({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber, time: 7 }) as const;

/** Declares the tests that a store has to pass. @param open an empty store, for each test another one */
export function leaseStoreContract(
  what: string,
  open: () => Promise<OpenedStore>,
  { describe, test }: TestRunner,
): void {
  /** With a lease of the shard `s` that is free. */
  async function withLease(run: (store: LeaseStore, lease: Lease) => Promise<void>) {
    await using opened = await open();
    const { store } = opened;
    await store.begin(app, { startedAt: 1, starts: {} });
    await store.create(app, { shardId: 's', parentIds: ['p'], checkpoint: trimHorizon });
    await run(store, await only(store));
  }
  describe(`leases ${what}`, () => {
    makingAndTaking({ open, withLease, test });
    holdingAndGivingBack({ withLease, test });
    severalProcesses({ open, test });
  });
}

interface Setting {
  readonly open: () => Promise<OpenedStore>;
  readonly withLease: (run: (store: LeaseStore, lease: Lease) => Promise<void>) => Promise<void>;
  readonly test: TestRunner['test'];
}

async function only(store: LeaseStore): Promise<Lease> {
  const leases = await store.list(app);
  assert.equal(leases.length, 1);
  return leases[0] as Lease;
}

function lost(call: Promise<unknown>): Promise<void> {
  return assert.rejects(call, LeaseLost);
}

function makingAndTaking({ open, withLease, test }: Setting): void {
  test('the first start stays', async () => {
    await using opened = await open();
    const start = { startedAt: 1, starts: { s: { type: 'LATEST', since: 1 } as const } };
    assert.deepEqual(await opened.store.begin(app, start), start);
    assert.deepEqual(await opened.again().begin(app, { startedAt: 2, starts: {} }), start);
    assert.deepEqual(await opened.store.begin('another', { startedAt: 3, starts: {} }), {
      startedAt: 3,
      starts: {},
    });
  });

  test('a lease is made once, as it was given', () =>
    withLease(async (store, lease) => {
      assert.deepEqual(lease, {
        shardId: 's',
        parentIds: ['p'],
        checkpoint: trimHorizon,
        fence: 0,
        heartbeat: 0,
      });
      const other = { shardId: 's', parentIds: [], checkpoint: after('1') };
      assert.equal(await store.create(app, other), false);
      assert.deepEqual(await only(store), lease);
      const range = { ...other, shardId: 't', until: { sequenceNumber: '8' } };
      assert.equal(await store.create('another', range), true);
      assert.deepEqual(await store.list('another'), [{ ...range, fence: 0, heartbeat: 0 }]);
    }));

  test('one of those who take it gets it', () =>
    withLease(async (store, lease) => {
      const calls = ['a', 'b', 'c'].map((worker) => store.take(app, lease, worker));
      const results = await Promise.allSettled(calls);
      const won = results.filter((result) => result.status === 'fulfilled');
      const [taken] = won.map(({ value }) => value);
      assert.equal(won.length, 1);
      assert.deepEqual([taken?.fence, taken?.heartbeat], [1, 1]);
      for (const result of results) {
        if (result.status === 'rejected') assert.ok(result.reason instanceof LeaseLost);
      }
    }));

  test('a lease that was renewed since it was seen is not taken', () =>
    withLease(async (store, lease) => {
      const mine = await store.take(app, lease, 'a');
      await store.renew(app, mine);
      await lost(store.take(app, mine, 'b'));
      assert.equal((await store.take(app, await only(store), 'b')).owner, 'b');
    }));

  test('who was away can write nothing any more', () =>
    withLease(async (store, lease) => {
      const stale = await store.take(app, lease, 'a');
      const mine = await store.take(app, stale, 'b');
      await lost(store.renew(app, stale));
      await lost(store.checkpoint(app, stale, after('5')));
      await lost(store.release(app, stale));
      await lost(store.release(app, stale, 'a'));
      assert.equal(await store.ask(app, stale, 'c'), false);
      await store.remove(app, stale);
      assert.deepEqual(await only(store), mine);
    }));

  test('even if its name is the same', () =>
    withLease(async (store, lease) => {
      const stale = await store.take(app, lease, 'a');
      const mine = await store.take(app, stale, 'a');
      await lost(store.checkpoint(app, stale, after('5')));
      assert.deepEqual(await only(store), mine);
    }));
}

function holdingAndGivingBack({ withLease, test }: Omit<Setting, 'open'>): void {
  test("an owner's write may be repeated", () =>
    withLease(async (store, lease) => {
      const mine = await store.take(app, lease, 'a');
      await store.checkpoint(app, mine, after('5'));
      await store.checkpoint(app, mine, after('6'));
      await store.renew(app, mine);
      assert.deepEqual(await only(store), {
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
      assert.deepEqual(finished, { ...lease, checkpoint: end, fence: 1, heartbeat: 2 });
      await lost(store.take(app, finished, 'b'));
      await store.remove(app, finished);
      assert.deepEqual(await store.list(app), []);
      await lost(store.take(app, finished, 'b'));
    }));

  test('the owner hears who asks, and hands over', () =>
    withLease(async (store, lease) => {
      assert.equal(await store.ask(app, lease, 'b'), false);
      const mine = await store.take(app, lease, 'a');
      assert.equal(await store.ask(app, mine, 'b'), true);
      assert.equal(await store.ask(app, mine, 'b'), true);
      assert.equal(await store.ask(app, mine, 'c'), false);
      const renewed = await store.renew(app, mine);
      assert.equal(renewed.askedBy, 'b');
      await store.release(app, renewed, 'b');
      const handed = await only(store);
      assert.deepEqual(handed, { ...lease, owner: 'b', fence: 2, heartbeat: 3 });
      await lost(store.renew(app, renewed));
      const taken = await store.take(app, handed, 'b');
      assert.deepEqual([taken.owner, taken.fence], ['b', 3]);
    }));

  test('a lease that is released is free at once', () =>
    withLease(async (store, lease) => {
      const mine = await store.take(app, lease, 'a');
      await store.ask(app, mine, 'b');
      await store.release(app, mine);
      assert.deepEqual(await only(store), { ...lease, fence: 2, heartbeat: 2 });
    }));
}

function severalProcesses({ open, test }: Omit<Setting, 'withLease'>): void {
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
    assert.equal(made.filter(Boolean).length, ids.length);
    const leases = await opened.store.list(app);
    await Promise.all(
      leases.map(async (lease, index) => {
        const store = stores[index % 2] as LeaseStore;
        const mine = await store.take(app, lease, 'a');
        for (const number of ['1', '2', '3']) await store.checkpoint(app, mine, after(number));
      }),
    );
    for (const lease of await opened.again().list(app)) {
      const { owner, checkpoint, fence, heartbeat } = lease;
      assert.deepEqual([owner, checkpoint, fence, heartbeat], ['a', after('3'), 1, 4]);
    }
  });
}
