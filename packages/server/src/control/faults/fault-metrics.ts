// How many calls faults have hit.

import type { MetricSource } from '../metrics/metric.ts';
import type { FaultRegistry } from './fault-registry.ts';

export function faultMetrics(registry: Pick<FaultRegistry, 'hits'>): MetricSource {
  return {
    collect: () => [
      {
        name: 'headwater_fault_hits_total',
        help: 'Calls that injected faults have hit, by fault and operation.',
        type: 'counter',
        samples: registry.hits().map(({ fault, operation, count }) => ({
          labels: { fault, operation },
          value: count,
        })),
      },
    ],
  };
}
