import { describe, expect, test } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { turnableClock } from '../../base/turnable-clock.ts';
import { ControlError } from '../control-error.ts';
import { clockControl, type ClockRequest } from './clock-control.ts';

const start = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
const year = 365 * 24 * hour;

/** The control of a clock whose source stands still at `start`. */
function controlled() {
  const clock = turnableClock({ source: manualRuntime({ startAt: start }).clock });
  return { clock, control: clockControl(clock) };
}

describe('the clock', () => {
  test('tells what it is', () => {
    expect(controlled().control.read()).toEqual({
      now: '2026-01-01T00:00:00.000Z',
      epochMs: start,
      mode: 'running',
      offsetMs: 0,
    });
  });

  const moved: readonly [ClockRequest, number][] = [
    [{ action: 'advance', by: '4h30m' }, 4.5 * hour],
    [{ action: 'advance', by: 'PT1H' }, hour],
    [{ action: 'advance', by: 250 }, 250],
    [{ action: 'advance', by: '0s' }, 0],
    [{ action: 'advance', by: '3650d' }, 10 * year],
    [{ action: 'set', time: '2026-01-01T02:00:00+01:00' }, hour],
    [{ action: 'set', time: '2036-01-01' }, 10 * year + 2 * 24 * hour],
    [{ action: 'set', time: start + 7 }, 7],
  ];
  test.each(moved)('moves: %j', async (request, offsetMs) => {
    const { clock, control } = controlled();
    const epochMs = start + offsetMs;
    expect(await control.act(request)).toEqual({
      now: new Date(epochMs).toISOString(),
      epochMs,
      mode: 'running',
      offsetMs,
    });
    expect(clock.now()).toBe(epochMs);
  });

  test('is frozen and resumed, and moves while it is frozen', async () => {
    const { control } = controlled();
    expect(await control.act({ action: 'freeze' })).toMatchObject({ mode: 'frozen', offsetMs: 0 });
    expect(await control.act({ action: 'freeze' })).toMatchObject({ mode: 'frozen' });
    const advanced = await control.act({ action: 'advance', by: '1h' });
    expect(advanced).toMatchObject({ mode: 'frozen', offsetMs: hour });
    const resumed = await control.act({ action: 'resume' });
    expect(resumed).toMatchObject({ mode: 'running', offsetMs: hour });
  });

  test('answers when what was due is done', async () => {
    const { clock, control } = controlled();
    const woken: number[] = [];
    for (const ms of [2, 1, 3]) void clock.sleep(ms).then(() => woken.push(clock.now() - start));
    await control.act({ action: 'advance', by: '1h' });
    expect(woken).toEqual([1, 2, 3]);
  });

  test('fails with what failed on the way', async () => {
    const { clock, control } = controlled();
    const failure = new Error('no room');
    clock.join(() => Promise.reject(failure));
    await expect(control.act({ action: 'advance', by: '1h' })).rejects.toBe(failure);
  });
});

describe('a bad request is refused', () => {
  const actions = 'action takes advance, set, freeze or resume; ';
  const by = 'by takes a duration, such as 4h30m, PT4H30M or 500 (milliseconds); ';
  const time =
    'time takes a time: ISO 8601 with a zone, such as 2026-03-01T00:00:00Z, or milliseconds since 1970; ';
  const object = 'The clock takes an object such as ';
  const ten = 'The clock moves by at most 10 years (3660d) in one call, and this one asks for ';
  test.each([
    [undefined, object],
    [null, object],
    ['freeze', object],
    [[{ action: 'freeze' }], object],
    [{}, `${actions}it is missing.`],
    [{ action: 'stop' }, `${actions}it is "stop".`],
    [{ action: 'toString' }, `${actions}it is "toString".`],
    [{ action: ['freeze'] }, `${actions}it is ["freeze"].`],
    [{ action: 'freeze', by: '1h' }, 'The action freeze has no member by; it takes nothing else.'],
    [{ action: 'resume', at: 1 }, 'The action resume has no member at; it takes nothing else.'],
    [
      { action: 'advance', by: '1h', time: 5 },
      'The action advance has no member time; it takes by and nothing else.',
    ],
    [JSON.parse('{"action":"set","time":5,"__proto__":1}'), 'has no member __proto__'],
    [{ action: 'advance' }, `${by}it is missing.`],
    [{ action: 'advance', by: null }, `${by}it is null.`],
    [{ action: 'advance', by: { hours: 4 } }, `${by}it is {"hours":4}.`],
    [{ action: 'advance', by: true }, `${by}it is true.`],
    [{ action: 'advance', by: '4 fortnights' }, 'by: "4 fortnights" is not a duration.'],
    [{ action: 'advance', by: 'P1M' }, 'by: "P1M" has years or months'],
    [{ action: 'advance', by: -1 }, 'cannot be advanced by -1 milliseconds.'],
    [{ action: 'advance', by: '3661d' }, `${ten}3661d. Take several steps.`],
    [{ action: 'advance', by: 1e300 }, ten],
    [{ action: 'set' }, `${time}it is missing.`],
    [{ action: 'set', time: ['2026-03-01'] }, `${time}it is ["2026-03-01"].`],
    [{ action: 'set', time: 'noon' }, `${time}it is "noon".`],
    [{ action: 'set', time: '2026-03-01T00:00:00' }, time],
    [{ action: 'set', time: '2025-12-31T23:00:00Z' }, '2025-12-31T23:00:00.000Z was 1h ago.'],
    [{ action: 'set', time: -1e300 }, 'is no time that a clock can be set to'],
    [{ action: 'set', time: '2037-01-01' }, `${ten}4018d`],
  ])('%j', async (request, message) => {
    const { clock, control } = controlled();
    const refusal = await control.act(request).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ControlError);
    expect(refusal).toMatchObject({ status: 400, message: expect.stringContaining(message) });
    expect(clock.read()).toEqual({ now: start, mode: 'running', offsetMs: 0 });
  });
});
