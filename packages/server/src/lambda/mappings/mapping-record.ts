// What the store keeps of an event source mapping, and its state, which follows from the record and the time:
// nothing has to happen for a transition to end.

import type { Clock } from '../../base/runtime.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

/** What a mapping is going through. */
export type MappingTransition = 'Creating' | 'Enabling' | 'Updating' | 'Disabling' | 'Deleting';

export type MappingState = MappingTransition | 'Enabled' | 'Disabled';

export interface MappingRecord {
  readonly mapping: EventSourceMapping;
  readonly transition?: {
    readonly state: MappingTransition;
    /** Epoch milliseconds. */
    readonly until: number;
  };
}

export function mappingState({ mapping, transition }: MappingRecord, clock: Clock): MappingState {
  if (transition !== undefined && clock.now() < transition.until) return transition.state;
  return mapping.settings.enabled ? 'Enabled' : 'Disabled';
}

/** One whose deletion has taken its time is no longer there, though its record may be. */
export function isGone({ transition }: MappingRecord, clock: Clock): boolean {
  return transition?.state === 'Deleting' && clock.now() >= transition.until;
}

/** Whether it has been told to go, though it may still be shown. */
export function isDeleting({ transition }: MappingRecord): boolean {
  return transition?.state === 'Deleting';
}
