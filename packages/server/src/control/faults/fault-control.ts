// Faults for a program that has the server in its own process.

import type { Fault, FaultRequest } from './fault.ts';
import type { FaultRegistry } from './fault-registry.ts';

export interface AddedFault extends Fault {
  /** Counts on while the fault is in force. */
  readonly hits: number;
  /** Ends the fault. False when it was over already. */
  remove(): boolean;
}

export interface Faults {
  /** Calls fail from now on. Throws an Error that names the member and what it takes. */
  add(request: FaultRequest): AddedFault;
  /** Those in force, in the order in which they were added. */
  list(): Fault[];
  /** Ends all of them; how many there were. */
  clear(): number;
}

export function faults(registry: FaultRegistry): Faults {
  return {
    add(request) {
      const now = registry.add(request);
      const { id } = now();
      return {
        ...now(),
        get hits() {
          return now().hits;
        },
        remove: () => registry.remove(id),
      };
    },
    list: () => registry.list(),
    clear: () => registry.clear(),
  };
}
