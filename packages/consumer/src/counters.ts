// What a consumer counts from its start on.

import type { ConsumerEvent } from './events.ts';

export class Counters {
  recordsRead = 0;
  bytesRead = 0;
  recordsProcessed = 0;
  recordsFiltered = 0;
  batches = 0;
  retries = 0;
  recordsGivenUp = 0;
  gaps = 0;
  leasesLost = 0;
  shardsFinished = 0;
  storeErrors = 0;
  readonly sourceErrors: Record<string, number> = {};

  count(event: ConsumerEvent): void {
    switch (event.type) {
      case 'records-filtered':
        this.recordsFiltered += event.records.length;
        break;
      case 'gap':
        this.gaps += 1;
        break;
      case 'lease-lost':
        this.leasesLost += 1;
        break;
      case 'shard-finished':
        this.shardsFinished += 1;
        break;
      case 'store-error':
        this.storeErrors += 1;
        break;
      case 'source-error':
        this.sourceErrors[event.error.kind] = (this.sourceErrors[event.error.kind] ?? 0) + 1;
        break;
      case 'given-up':
        if (event.outcome !== 'stopped') this.recordsGivenUp += event.letter.records.length;
        break;
      default:
    }
  }

  snapshot() {
    const { recordsRead, bytesRead, recordsProcessed, batches, retries, recordsGivenUp } = this;
    const { recordsFiltered, gaps, leasesLost, shardsFinished, storeErrors } = this;
    return {
      recordsRead,
      bytesRead,
      recordsProcessed,
      recordsFiltered,
      batches,
      retries,
      recordsGivenUp,
      gaps,
      leasesLost,
      shardsFinished,
      storeErrors,
      sourceErrors: { ...this.sourceErrors },
    };
  }
}
