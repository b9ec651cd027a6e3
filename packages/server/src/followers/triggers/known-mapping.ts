// What the engine knows of a mapping that was started, whether or not it runs now.

import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import type { TriggerJournal } from './journal/trigger-journal.ts';
import type { TriggerSource } from './sources/trigger-source.ts';
import type { Trigger } from './trigger.ts';
import type { TriggerReport } from './trigger-report.ts';

export interface KnownMapping {
  mapping: EventSourceMapping;
  source: TriggerSource;
  readonly journal: TriggerJournal;
  lastProcessingResult: string;
  status: TriggerReport['status'];
  /** While it runs. */
  trigger?: Trigger;
  /** Aborts when its trigger is stopped. */
  closing: AbortController;
}
