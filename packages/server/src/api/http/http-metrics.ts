// What the wire has to tell of its present state.

import type { MetricSource } from '../../control/metrics/metric.ts';

export interface HttpGauges {
  readonly requestsInFlight: () => number;
  readonly bodyBytes: () => number;
}

export function httpMetrics(gauges: HttpGauges): MetricSource {
  return {
    collect: () => [
      {
        name: 'headwater_requests_in_flight',
        help: 'Requests that are being read, worked on or answered, this one included.',
        type: 'gauge',
        samples: [{ value: gauges.requestsInFlight() }],
      },
      {
        name: 'headwater_request_body_bytes',
        help: 'Bytes that the bodies of the requests in flight take together.',
        type: 'gauge',
        samples: [{ value: gauges.bodyBytes() }],
      },
    ],
  };
}

export function connectionMetrics(connections: () => number): MetricSource {
  return {
    collect: () => [
      {
        name: 'headwater_connections',
        help: 'Open connections of clients.',
        type: 'gauge',
        samples: [{ value: connections() }],
      },
    ],
  };
}
