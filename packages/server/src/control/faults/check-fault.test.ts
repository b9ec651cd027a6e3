import { expect, test } from 'vitest';
import { faultsOfOperation } from '../../api/faults-of-operation.ts';
import { checkFault } from './check-fault.ts';

const check = (request: object) => checkFault({ ...request }, faultsOfOperation);

test('a fault with every member', () => {
  const request = {
    fault: 'throttle',
    operation: ['PutItem', 'GetItem'],
    table: 'orders',
    region: 'eu-west-1',
    account: '000000000000',
    share: 0.5,
    times: 3,
    for: '1h',
    message: 'slow down',
  };
  expect(check(request)).toEqual({
    fault: 'throttle',
    operations: ['PutItem', 'GetItem'],
    table: 'orders',
    region: 'eu-west-1',
    account: '000000000000',
    share: 0.5,
    times: 3,
    forMs: 3_600_000,
    latencyMs: 0,
    message: 'slow down',
  });
});

test.each([
  [250, 250],
  ['5s', 5000],
  ['24h', 86_400_000],
])('a latency of %s', (latency, latencyMs) => {
  expect(check({ fault: 'latency', latency })).toMatchObject({ latencyMs });
});

test.each<[object, string]>([
  [{}, 'fault takes throttle, limit, internal, latency, reset or reset-after; it is missing.'],
  [
    { fault: 'slow' },
    'fault takes throttle, limit, internal, latency, reset or reset-after; it is "slow".',
  ],
  [
    { fault: 'reset', tables: 'x' },
    'A fault has no tables. It takes fault, operation, table, region, account, share, times, for, latency, message.',
  ],
  [
    { fault: 'reset', operation: 'putItem' },
    'operation takes names of operations that this server offers, such as PutItem; it is "putItem".',
  ],
  [
    { fault: 'reset', operation: ['PutItem', 3] },
    'operation takes names of operations that this server offers, such as PutItem; it is 3.',
  ],
  [
    { fault: 'reset', operation: [] },
    'operation takes the name of an operation, or a list of names; it is [].',
  ],
  [
    { fault: 'limit', operation: ['GetRecords', 'DescribeStream'] },
    'operation: DescribeStream never answers as of the fault limit; it takes throttle, internal, reset, reset-after or latency.',
  ],
  [{ fault: 'reset', table: 3 }, 'table takes a text; it is 3.'],
  [{ fault: 'reset', region: '' }, 'region takes a text; it is "".'],
  [{ fault: 'reset', account: null }, 'account takes a text; it is null.'],
  [{ fault: 'reset', share: 1.5 }, 'share takes a number from 0 to 1; it is 1.5.'],
  [{ fault: 'reset', share: '1' }, 'share takes a number; it is "1".'],
  [{ fault: 'reset', times: 0 }, 'times takes a whole number of calls from 1 on; it is 0.'],
  [{ fault: 'reset', times: 1.5 }, 'times takes a whole number of calls from 1 on; it is 1.5.'],
  [
    { fault: 'reset', for: -1 },
    'for takes a duration, such as 200 (milliseconds) or 5s; it is -1.',
  ],
  [{ fault: 'reset', for: '3651d' }, 'for takes a duration up to 3650d; it is "3651d".'],
  [
    { fault: 'latency' },
    'latency takes a duration up to 24h, such as 200 (milliseconds) or 5s; it is missing.',
  ],
  [
    { fault: 'latency', latency: '25h' },
    'latency takes a duration up to 24h, such as 200 (milliseconds) or 5s; it is "25h".',
  ],
  [
    { fault: 'reset', latency: 5 },
    'latency is of the fault latency alone, and this one is reset: add a fault of its own for it.',
  ],
  [
    { fault: 'latency', latency: 5, message: 'x' },
    'message is of faults that answer with an error, throttle, limit and internal; this one is latency.',
  ],
])('%o is refused', (request, message) => {
  expect(() => check(request)).toThrow(expect.objectContaining({ status: 400, message }));
});

test('of a duration that is none, the member is named', () => {
  const message = expect.stringMatching(/^for: .*soon/) as string;
  const request = { fault: 'reset', for: 'soon' };
  expect(() => check(request)).toThrow(expect.objectContaining({ status: 400, message }));
});
