// Runs an operation under the faults that a test turned on.

import type { CallInterceptor, CheckedCall } from '../call-interceptor.ts';
import { ConnectionReset } from '../http/connection-reset.ts';
import type { ServiceErrors } from '../operation.ts';

/** Rejects with the fault's error or ConnectionReset in place of the operation's answer. */
export async function runIntercepted<T>(
  interceptor: CallInterceptor,
  { call, errors }: { readonly call: CheckedCall; readonly errors: ServiceErrors },
  run: () => Promise<T>,
): Promise<T> {
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
      throw errors.faultError(call.operation, interference);
  }
}

async function resetBehind(run: () => Promise<unknown>): Promise<ConnectionReset> {
  try {
    await run();
    return new ConnectionReset();
  } catch (cause) {
    return new ConnectionReset(undefined, { cause });
  }
}
