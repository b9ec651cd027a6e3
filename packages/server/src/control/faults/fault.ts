// A fault: a rule by which calls fail that would not have failed otherwise.

import type { Interference } from '../../api/call-interceptor.ts';

/**
 * `throttle`, `limit` and `internal` answer with AWS's error of that kind. `latency` makes a call wait
 * before it runs. `reset` cuts the connection before the call runs; `reset-after` when it was run, so that
 * its client cannot know.
 */
export type FaultKind = Interference['fault'] | 'latency';

/** Milliseconds, or a text such as `30s` or `24h`. */
export type FaultDuration = number | string;

/** Which calls fail how; a member that is absent does not narrow. */
export interface FaultRequest {
  readonly fault: FaultKind;
  /** Without it: every operation that can answer with the fault. */
  readonly operation?: string | readonly string[];
  /** The name of a table that the call is about; of one of them, where it is about several. */
  readonly table?: string;
  readonly region?: string;
  readonly account?: string;
  /** Of the calls that it matches, the part that it hits: 0 to 1. Default: 1, all of them. */
  readonly share?: number;
  /** It hits exactly so many calls, and is gone. Default: no end. */
  readonly times?: number;
  /** How long it is in force on the server's clock. Default: no end. */
  readonly for?: FaultDuration;
  /** Of the fault `latency`, which needs it: up to a day. */
  readonly latency?: FaultDuration;
  /** In place of AWS's text, where the fault answers with an error. */
  readonly message?: string;
}

/** A fault that is in force. */
export interface Fault {
  readonly id: string;
  readonly fault: FaultKind;
  readonly operation?: readonly string[];
  readonly table?: string;
  readonly region?: string;
  readonly account?: string;
  readonly share: number;
  /** How many calls it has still to hit. */
  readonly times?: number;
  /** When it ends on the server's clock, in ISO 8601. */
  readonly until?: string;
  /** Milliseconds. */
  readonly latency?: number;
  readonly message?: string;
  /** How many calls it has hit. */
  readonly hits: number;
}
