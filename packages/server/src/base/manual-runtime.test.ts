import { describe, expect, it } from 'vitest';
import { manualRuntime } from './manual-runtime.ts';

describe('a manual clock', () => {
  it('wakes each sleeper at its own moment, in order, also one that sleeps again', async () => {
    const { clock } = manualRuntime({ startAt: 0 });
    const woken: string[] = [];
    const nap = async (name: string, ...naps: number[]): Promise<void> => {
      for (const ms of naps) {
        await clock.sleep(ms);
        woken.push(`${name} at ${clock.now()}`);
      }
    };
    const all = Promise.all([nap('b', 20, 5), nap('a', 10, 30)]);
    await clock.advance(25);
    expect(woken).toEqual(['a at 10', 'b at 20', 'b at 25']);
    expect(clock.now()).toBe(25);
    await clock.advance(100);
    await all;
    expect(woken.at(-1)).toBe('a at 40');
  });

  it('forgets a sleeper whose signal aborts', async () => {
    const { clock } = manualRuntime();
    const abort = new AbortController();
    const asleep = clock.sleep(10, abort.signal);
    abort.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
    await expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough');
  });
});

describe('manual randomness', () => {
  it('follows from the seed', () => {
    const [a, again, b] = ['a', 'a', 'b'].map((seed) => manualRuntime({ seed }));
    const bytes = a?.randomBytes(8);
    expect(again?.randomBytes(8)).toEqual(bytes);
    expect(b?.randomBytes(8)).not.toEqual(bytes);
    expect(a?.randomBytes(8)).not.toEqual(bytes);
  });
});
