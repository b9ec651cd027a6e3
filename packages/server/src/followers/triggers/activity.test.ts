import { expect, test } from 'vitest';
import { turn } from '../../base/joined-work.ts';
import { Activity } from './activity.ts';

test('with nothing under way it is settled at once', async () => {
  const activity = new Activity();
  let isSettled = false;
  void activity.settled().then(() => (isSettled = true));
  await Promise.resolve();
  await Promise.resolve();
  expect(isSettled).toBe(true);
});

test('it waits for what is under way, and for what that begins', async () => {
  const activity = new Activity();
  const log: string[] = [];
  const wait = async (name: string): Promise<void> => {
    await turn();
    log.push(name);
  };
  const failing = async (): Promise<void> => {
    throw new Error('third');
  };
  const work = async (): Promise<void> => {
    await activity.track(() => wait('first'));
    await activity.track(() => wait('second'));
    await activity.track(failing);
  };
  const over = work().catch((error: unknown) => log.push(String(error)));
  await activity.settled();
  log.push('settled');
  await over;
  expect(log).toEqual(['first', 'second', 'Error: third', 'settled']);
});
