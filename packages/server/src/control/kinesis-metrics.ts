// What Kinesis has to tell of itself; nothing has happened before it is open.

import type { LazyKinesis } from '../kinesis/lazy-kinesis.ts';
import type { MetricSource } from './metrics/metric.ts';

export function kinesisMetrics(kinesis: Pick<LazyKinesis, 'current'>): MetricSource {
  return {
    collect() {
      const { current } = kinesis;
      return [
        {
          name: 'headwater_kinesis_records_put_total',
          help: 'Records that were put into Kinesis streams.',
          type: 'counter',
          samples: [{ value: current?.counts.records ?? 0 }],
        },
        {
          name: 'headwater_kinesis_bytes_put_total',
          help: 'Bytes of these, with their partition keys.',
          type: 'counter',
          samples: [{ value: current?.counts.bytes ?? 0 }],
        },
        {
          name: 'headwater_kinesis_trimmed_records_total',
          help: 'Records that Kinesis streams had kept for their time, and that went.',
          type: 'counter',
          samples: [{ value: current?.trimmedRecords ?? 0 }],
        },
      ];
    },
  };
}
