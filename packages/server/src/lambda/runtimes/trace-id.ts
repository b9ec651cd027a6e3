// What AWS's X-Ray traces an invocation by: functions and libraries expect one, also where nobody traces.

import type { Runtime } from '../../base/runtime.ts';

/** Not sampled, so that nobody asks for more of it. */
export function newTraceId(runtime: Runtime): string {
  const seconds = Math.floor(runtime.clock.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  const random = Buffer.from(runtime.randomBytes(20)).toString('hex');
  return `Root=1-${seconds}-${random.slice(0, 24)};Parent=${random.slice(24)};Sampled=0`;
}
