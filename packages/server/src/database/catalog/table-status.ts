// A table's status follows from its definition and the time: nothing has to happen for a transition
// to end. Only a table that is being restored waits for its items.

import type { Clock } from '../../base/runtime.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { TableStatus } from '../database.ts';

export function tableStatus({ transition, restored }: TableDefinition, clock: Clock): TableStatus {
  if (restored?.inProgress === true) return 'CREATING';
  return transition === undefined || clock.now() >= transition.until ? 'ACTIVE' : transition.status;
}

/** A table whose deletion has taken its time is no longer there, though its record may be. */
export function isGone({ transition }: TableDefinition, clock: Clock): boolean {
  return transition?.status === 'DELETING' && clock.now() >= transition.until;
}
