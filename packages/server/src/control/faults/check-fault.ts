// Checks a fault that somebody asks for, member by member.

import { parseDuration } from '../../base/duration.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { checkMembers, textOf } from '../request-members.ts';
import type { FaultKind } from './fault.ts';

/** A FaultRequest whose members are what they should be. */
export interface CheckedFault {
  readonly fault: FaultKind;
  readonly operations?: readonly string[];
  readonly table?: string;
  readonly region?: string;
  readonly account?: string;
  readonly share: number;
  readonly times?: number;
  readonly forMs?: number;
  /** 0 unless the fault is `latency`. */
  readonly latencyMs: number;
  readonly message?: string;
}

/** What calls of an operation can end in; undefined when there is no such operation. */
export type FaultsOfOperation = (operation: string) => readonly FaultKind[] | undefined;

const FAULTS: readonly FaultKind[] = [
  'throttle',
  'limit',
  'internal',
  'latency',
  'reset',
  'reset-after',
];
const WITH_MESSAGE: readonly FaultKind[] = ['throttle', 'limit', 'internal'];
const MEMBERS = [
  'fault',
  'operation',
  'table',
  'region',
  'account',
  'share',
  'times',
  'for',
  'latency',
  'message',
];
const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_LATENCY_MS = DAY_MS;
const MAX_FOR_MS = 3650 * DAY_MS;

/** Throws ControlError (400), which names the member and says what it takes. */
export function checkFault(request: JsonObject, faultsOf: FaultsOfOperation): CheckedFault {
  checkMembers(request, MEMBERS, 'A fault');
  const fault = faultOf(request);
  const operations = operationsOf(request, fault, faultsOf);
  const times = numberOf(request, 'times');
  if (times !== undefined && (!Number.isSafeInteger(times) || times < 1)) {
    throw wrong('times', 'a whole number of calls from 1 on', times);
  }
  const share = numberOf(request, 'share') ?? 1;
  if (!(share >= 0 && share <= 1)) throw wrong('share', 'a number from 0 to 1', share);
  const forMs = durationOf(request, 'for');
  if (forMs !== undefined && forMs > MAX_FOR_MS) {
    throw wrong('for', 'a duration up to 3650d', request['for']);
  }
  return {
    fault,
    share,
    latencyMs: latencyOf(request, fault),
    ...(operations !== undefined && { operations }),
    ...narrowing(request, 'table'),
    ...narrowing(request, 'region'),
    ...narrowing(request, 'account'),
    ...(times !== undefined && { times }),
    ...(forMs !== undefined && { forMs }),
    ...messageOf(request, fault),
  };
}

function faultOf({ fault }: JsonObject): FaultKind {
  const known = FAULTS.find((name) => name === fault);
  if (known === undefined) throw wrong('fault', listed(FAULTS, 'or'), fault);
  return known;
}

function operationsOf(
  { operation }: JsonObject,
  fault: FaultKind,
  faultsOf: FaultsOfOperation,
): readonly string[] | undefined {
  if (operation === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(operation) ? operation : [operation];
  if (names.length === 0) {
    throw wrong('operation', 'the name of an operation, or a list of names', operation);
  }
  return names.map((name) => checkedOperation(name, fault, faultsOf));
}

function checkedOperation(name: unknown, fault: FaultKind, faultsOf: FaultsOfOperation): string {
  const possible = typeof name === 'string' ? faultsOf(name) : undefined;
  if (typeof name !== 'string' || possible === undefined) {
    throw wrong('operation', 'names of operations that this server offers, such as PutItem', name);
  }
  if (fault !== 'latency' && !possible.includes(fault)) {
    const others = listed([...possible, 'latency'], 'or');
    throw refused(`operation: ${name} never answers as of the fault ${fault}; it takes ${others}.`);
  }
  return name;
}

function latencyOf(request: JsonObject, fault: FaultKind): number {
  const latencyMs = durationOf(request, 'latency');
  if (fault !== 'latency') {
    if (latencyMs === undefined) return 0;
    throw refused(
      `latency is of the fault latency alone, and this one is ${fault}: add a fault of its own for it.`,
    );
  }
  if (latencyMs === undefined || latencyMs > MAX_LATENCY_MS) {
    throw wrong(
      'latency',
      'a duration up to 24h, such as 200 (milliseconds) or 5s',
      request['latency'],
    );
  }
  return latencyMs;
}

function messageOf(request: JsonObject, fault: FaultKind): Pick<CheckedFault, 'message'> {
  const message = textOf(request, 'message');
  if (message === undefined) return {};
  if (WITH_MESSAGE.includes(fault)) return { message };
  throw refused(
    `message is of faults that answer with an error, ${listed(WITH_MESSAGE, 'and')}; this one is ${fault}.`,
  );
}

/** The member under its own name, when it is there. */
function narrowing<Name extends string>(
  request: JsonObject,
  member: Name,
): { readonly [N in Name]?: string } {
  const text = textOf(request, member);
  return (text === undefined ? {} : { [member]: text }) as { readonly [N in Name]?: string };
}

function numberOf(request: JsonObject, name: string): number | undefined {
  const value = request[name];
  if (value === undefined || typeof value === 'number') return value;
  throw wrong(name, 'a number', value);
}

/** Milliseconds. */
function durationOf(request: JsonObject, name: string): number | undefined {
  const value = request[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  if (typeof value === 'string') {
    try {
      return parseDuration(value);
    } catch (error) {
      throw refused(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw wrong(name, 'a duration, such as 200 (milliseconds) or 5s', value);
}

function wrong(member: string, accepted: string, given: unknown): ControlError {
  const what = given === undefined ? 'it is missing' : `it is ${JSON.stringify(given)}`;
  return refused(`${member} takes ${accepted}; ${what}.`);
}

function refused(message: string): ControlError {
  return new ControlError(400, message);
}

function listed(names: readonly string[], joint: 'and' | 'or'): string {
  return `${names.slice(0, -1).join(', ')} ${joint} ${names.at(-1)}`;
}
