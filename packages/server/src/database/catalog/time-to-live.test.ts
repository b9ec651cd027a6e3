import { describe, expect, it } from 'vitest';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const on = { enabled: true, attribute: 'until' };
const off = { enabled: false, attribute: 'until' };

describe('time to live', () => {
  it('is disabled, enabled, and disabled again', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t'));
    expect(await database.describeTimeToLive(scope, 't')).toEqual({ status: 'DISABLED' });
    await database.changeTimeToLive(scope, 't', on);
    const enabled = { status: 'ENABLED', attribute: 'until' };
    expect(await database.describeTimeToLive(scope, 't')).toEqual(enabled);
    await database.changeTimeToLive(scope, 't', off);
    expect(await database.describeTimeToLive(scope, 't')).toEqual({ status: 'DISABLED' });
  });

  it('takes its time where transitions do, and an hour until the next change', async () => {
    const { database, runtime } = await openTestDatabase({ transitionMs: 1000 });
    await database.createTable(scope, tableOf('t'));
    await expect(database.changeTimeToLive(scope, 't', on)).rejects.toMatchObject({
      refusal: { kind: 'table-busy', status: 'CREATING' },
    });
    await expect(database.describeTimeToLive(scope, 't')).rejects.toThrow(
      'Cannot describe time to live while table is in CREATING state: Current table state is CREATING',
    );
    await runtime.clock.advance(1000);
    await database.changeTimeToLive(scope, 't', on);
    const status = async () => (await database.describeTimeToLive(scope, 't')).status;
    expect(await status()).toBe('ENABLING');
    await expect(database.changeTimeToLive(scope, 't', off)).rejects.toThrow(
      'Time to live has been modified multiple times within a fixed interval',
    );
    await expect(database.changeTimeToLive(scope, 't', on)).rejects.toThrow(
      'TimeToLive is already enabled',
    );
    await runtime.clock.advance(1000);
    expect(await status()).toBe('ENABLED');
    await runtime.clock.advance(60 * 60 * 1000);
    await database.changeTimeToLive(scope, 't', off);
    expect(await status()).toBe('DISABLING');
    await runtime.clock.advance(1000);
    expect(await status()).toBe('DISABLED');
  });

  it.each([
    ['off', off, 'TimeToLive is already disabled'],
    ['on', on, 'TimeToLive is already enabled'],
    [
      'on',
      { ...on, attribute: 'other' },
      'TimeToLive is active on a different AttributeName: current AttributeName is until',
    ],
    [
      'on',
      { ...off, attribute: 'other' },
      'TimeToLive is active on a different AttributeName: current AttributeName is until',
    ],
  ])('that is %s is not changed by %j', async (state, change, message) => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t'));
    if (state === 'on') await database.changeTimeToLive(scope, 't', on);
    await expect(database.changeTimeToLive(scope, 't', change)).rejects.toThrow(message);
  });

  it('belongs to a table that is there', async () => {
    const { database } = await openTestDatabase();
    const refusal = { kind: 'table-not-found', table: 't' };
    await expect(database.changeTimeToLive(scope, 't', on)).rejects.toMatchObject({ refusal });
    await expect(database.describeTimeToLive(scope, 't')).rejects.toMatchObject({ refusal });
  });
});
