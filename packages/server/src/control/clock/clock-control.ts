// Turns the clock for an operator: what HTTP and the command line ask for, checked, bounded and done.

import { InvalidDuration, parseDuration, printDuration } from '../../base/duration.ts';
import { isoTime, parseWrittenTime } from '../../base/iso-time.ts';
import { CannotTurnClock, type TurnableClock } from '../../base/turnable-clock.ts';
import { ControlError } from '../control-error.ts';

export interface ClockReading {
  /** ISO 8601, in UTC. */
  readonly now: string;
  /** The same in milliseconds since 1970. */
  readonly epochMs: number;
  readonly mode: 'running' | 'frozen';
  /** Milliseconds by which it is before the machine's clock; negative when it is behind. */
  readonly offsetMs: number;
}

/** As JSON. Durations and times are texts, or numbers of milliseconds. */
export type ClockRequest =
  | { readonly action: 'advance'; readonly by: string | number }
  | { readonly action: 'set'; readonly time: string | number }
  | { readonly action: 'freeze' | 'resume' };

export interface ClockControl {
  read(): ClockReading;
  /**
   * Does what a ClockRequest asks for, and resolves with the clock as it is then: after `advance` and `set`
   * all that was due on the way is done. Rejects with ControlError 400 when `request` is none, or asks for
   * what no clock does, and with what the work on the way failed with.
   */
  act(request: unknown): Promise<ClockReading>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** A server that works through many years of its background work seems to hang. */
const longestLeapMs = 10 * 366 * dayMs;

/** The member that an action takes beside `action`. */
const memberOf = { advance: 'by', set: 'time', freeze: undefined, resume: undefined } as const;

export function clockControl(clock: TurnableClock): ClockControl {
  const read = (): ClockReading => {
    const { now, mode, offsetMs } = clock.read();
    return { now: isoTime(now), epochMs: now, mode, offsetMs };
  };
  return {
    read,
    async act(request) {
      const checked = checkedRequest(request);
      try {
        await turn(clock, checked);
      } catch (error) {
        if (error instanceof CannotTurnClock) throw refused(error.message);
        throw error;
      }
      return read();
    },
  };
}

async function turn(clock: TurnableClock, request: ClockRequest): Promise<void> {
  switch (request.action) {
    case 'advance': {
      const ms = millisecondsOf(request.by);
      checkLeap(ms);
      return clock.advance(ms);
    }
    case 'set': {
      const time = timeOf(request.time);
      checkLeap(time - clock.now());
      return clock.set(time);
    }
    case 'freeze':
      return clock.freeze();
    case 'resume':
      return clock.resume();
  }
}

/** With the members that its action takes, and of types that they may have. */
function checkedRequest(request: unknown): ClockRequest {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw refused('The clock takes an object such as {"action": "advance", "by": "4h30m"}.');
  }
  const { action, ...members } = request as Readonly<Record<string, unknown>>;
  if (!isAction(action)) throw wrong('action', listed(Object.keys(memberOf)), action);
  const member = memberOf[action];
  const other = Object.keys(members).find((name) => name !== member);
  if (other !== undefined) {
    const taken = member === undefined ? 'nothing else' : `${member} and nothing else`;
    throw refused(`The action ${action} has no member ${other}; it takes ${taken}.`);
  }
  if (member === undefined) return { action } as ClockRequest;
  const value = members[member];
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw wrong(member, accepted[member], value);
  }
  return { action, [member]: value } as unknown as ClockRequest;
}

function isAction(action: unknown): action is keyof typeof memberOf {
  return typeof action === 'string' && Object.hasOwn(memberOf, action);
}

const accepted = {
  by: 'a duration, such as 4h30m, PT4H30M or 500 (milliseconds)',
  time: 'a time: ISO 8601 with a zone, such as 2026-03-01T00:00:00Z, or milliseconds since 1970',
};

function millisecondsOf(by: string | number): number {
  if (typeof by === 'number') return by;
  try {
    return parseDuration(by);
  } catch (error) {
    if (error instanceof InvalidDuration) throw refused(`by: ${error.message}`);
    throw error;
  }
}

function timeOf(time: string | number): number {
  const ms = typeof time === 'string' ? parseWrittenTime(time) : time;
  if (ms === undefined) throw wrong('time', accepted.time, time);
  return ms;
}

function checkLeap(ms: number): void {
  if (ms <= longestLeapMs) return;
  throw refused(
    `The clock moves by at most 10 years (${printDuration(longestLeapMs)}) in one call, and this one asks for ${printDuration(ms)}. Take several steps.`,
  );
}

function wrong(member: string, takes: string, given: unknown): ControlError {
  const what = given === undefined ? 'it is missing' : `it is ${JSON.stringify(given)}`;
  return refused(`${member} takes ${takes}; ${what}.`);
}

function refused(message: string): ControlError {
  return new ControlError(400, message);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
