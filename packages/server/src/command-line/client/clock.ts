// `headwater clock`

import { printDuration } from '../../base/duration.ts';
import type { ClockReading, ClockRequest } from '../../control/clock/clock-control.ts';
import type { ControlClient } from './control-client.ts';
import { moment } from './moments.ts';
import type { Report } from './perform.ts';

export async function readClock(client: ControlClient): Promise<Report> {
  return report((await client.get('clock')) as ClockReading);
}

/** When the clock is advanced or set: after all that was due on the way is done. */
export async function turnClock(client: ControlClient, request: ClockRequest): Promise<Report> {
  return report((await client.post('clock', request)) as ClockReading);
}

function report(json: ClockReading): Report {
  const { now, mode, offsetMs } = json;
  return { json, text: `${moment(now)}, ${mode}, ${offsetText(offsetMs)}` };
}

function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return "as the machine's clock";
  const direction = offsetMs > 0 ? 'ahead of' : 'behind';
  return `${printDuration(Math.abs(offsetMs))} ${direction} the machine's clock`;
}
