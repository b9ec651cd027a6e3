// What may be done with a mapping in the state in which it is, and what it is then. Pure but for the clock.

import type { Clock } from '../../base/runtime.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { MappingId } from './mapping-catalog.ts';
import {
  isGone,
  type MappingRecord,
  type MappingState,
  mappingState,
  type MappingTransition,
} from './mapping-record.ts';
import { MappingRefused } from './mapping-refusal.ts';

/** A mapping as it can be shown. */
export interface ShownMapping {
  readonly mapping: EventSourceMapping;
  readonly state: MappingState;
  /** When it was changed or its state became another: epoch milliseconds. */
  readonly changedAt: number;
}

/** @throws MappingRefused when there is none, or none any more */
export function present(
  record: MappingRecord | undefined,
  { uuid, clock }: Pick<MappingId, 'uuid'> & { readonly clock: Clock },
): MappingRecord {
  if (record !== undefined && !isGone(record, clock)) return record;
  throw new MappingRefused({ kind: 'mapping-not-found', uuid });
}

/** @throws MappingRefused when there is none, or while it is in a transition */
export function changeable(
  known: MappingRecord | undefined,
  about: {
    readonly uuid: string;
    readonly action: 'update' | 'delete';
    readonly clock: Clock;
  },
): MappingRecord {
  const record = present(known, about);
  const state = mappingState(record, about.clock);
  if (state === 'Enabled' || state === 'Disabled') return record;
  throw new MappingRefused({ kind: 'mapping-in-use', action: about.action });
}

/** The mapping, changed now. */
export function inTransition(
  mapping: EventSourceMapping,
  {
    state,
    now,
    transitionMs,
  }: { readonly state: MappingTransition; readonly now: number; readonly transitionMs: number },
): MappingRecord {
  return {
    mapping: { ...mapping, modifiedAt: now },
    transition: { state, until: now + transitionMs },
  };
}

export function updateTransition(
  { settings: before }: EventSourceMapping,
  { settings: after }: EventSourceMapping,
): MappingTransition {
  if (before.enabled === after.enabled) return 'Updating';
  return after.enabled ? 'Enabling' : 'Disabling';
}

/** `begun`: the transition that an answer shows, because it began it, though that may be over at once. */
export function shownMapping(
  record: MappingRecord,
  { clock, begun }: { readonly clock: Clock; readonly begun?: MappingTransition },
): ShownMapping {
  const { mapping, transition } = record;
  const state = begun ?? mappingState(record, clock);
  const isOver = state === 'Enabled' || state === 'Disabled';
  const changedAt = isOver ? (transition?.until ?? mapping.modifiedAt) : mapping.modifiedAt;
  return { mapping, state, changedAt };
}

/** For a function that another mapping has for the same stream. */
export function alreadyMapped(
  { eventSourceArn }: EventSourceMapping,
  other: { readonly function: string; readonly uuid: string },
): MappingRefused {
  return new MappingRefused({ kind: 'mapping-exists', source: eventSourceArn, ...other });
}
