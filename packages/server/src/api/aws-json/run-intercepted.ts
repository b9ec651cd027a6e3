// Runs an operation under the faults that a test turned on.

import type { CallInterceptor, CheckedCall } from '../call-interceptor.ts';
import { faultError } from '../fault-errors.ts';
import { ConnectionReset } from '../http/connection-reset.ts';
import type { JsonBody } from '../json-body.ts';

/** Rejects with WireError or ConnectionReset in place of the operation's answer. */
export async function runIntercepted(
  interceptor: CallInterceptor,
  call: CheckedCall,
  run: () => Promise<JsonBody>,
): Promise<JsonBody> {
  const interference = await interceptor.intercept(call);
  switch (interference?.fault) {
    case undefined:
      return run();
    case 'reset':
      throw new ConnectionReset();
    case 'reset-after':
      throw await resetBehind(run);
    case 'throttle':
    case 'limit':
    case 'internal':
      throw faultError(call.operation, interference);
  }
}

async function resetBehind(run: () => Promise<JsonBody>): Promise<ConnectionReset> {
  try {
    await run();
    return new ConnectionReset();
  } catch (cause) {
    return new ConnectionReset(undefined, { cause });
  }
}
