// What streams have to tell of themselves.

import type { StreamCounts } from '../database/stream-care.ts';
import type { Metric, MetricSource } from './metrics/metric.ts';

export function streamMetrics(database: { streamCounts(): StreamCounts }): MetricSource {
  return {
    collect() {
      const { trimmed, bytes } = database.streamCounts();
      const metrics: Metric[] = [
        {
          name: 'headwater_stream_records_trimmed_total',
          help: 'Records that went from streams by themselves: by age, or because of --retention-bytes before their time.',
          type: 'counter',
          samples: [
            { labels: { reason: 'retention' }, value: trimmed.retention },
            { labels: { reason: 'byte-limit' }, value: trimmed.byteLimit },
          ],
        },
      ];
      if (bytes === undefined) return metrics;
      return [
        ...metrics,
        {
          name: 'headwater_stream_kept_bytes',
          help: 'Bytes of the records that streams keep, as of the last look, a second ago or less.',
          type: 'gauge',
          samples: [{ value: bytes.kept }],
        },
        {
          name: 'headwater_stream_kept_bytes_limit',
          help: 'The limit of --retention-bytes.',
          type: 'gauge',
          samples: [{ value: bytes.limit }],
        },
      ];
    },
  };
}
