import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('one key takes turns, in order, and others do not wait', async () => {
  const turns = new Turns();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const first = turns.take('a', async () => {
    await gate.promise;
    seen.push('a1');
  });
  const second = turns.take('a', async () => void seen.push('a2'));
  await turns.take('b', async () => void seen.push('b1'));
  expect(seen).toEqual(['b1']);
  gate.resolve();
  await Promise.all([first, second]);
  expect(seen).toEqual(['b1', 'a1', 'a2']);
});

test('what fails is told to whoever asked, and holds nobody up', async () => {
  const turns = new Turns();
  const failing = turns.take('a', () => Promise.reject(new Error('no')));
  const next = turns.take('a', () => Promise.resolve(1));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe(1);
});

test('it is settled when all work is over, what was added meanwhile too', async () => {
  const turns = new Turns();
  let done = false;
  void turns.take('a', async () => {
    void turns.take('b', async () => {
      await Promise.resolve();
      done = true;
    });
  });
  await turns.settled();
  expect(done).toBe(true);
});
