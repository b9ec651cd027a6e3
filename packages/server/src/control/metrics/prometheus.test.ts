import { expect, test } from 'vitest';
import type { Metric } from './metric.ts';
import { MetricRegistry } from './metric-registry.ts';
import { exposition } from './prometheus.ts';

/** What is shown of our own metrics: the lines before those of the process. */
async function ownLines(metrics: readonly Metric[]): Promise<string[]> {
  const { text } = await exposition(metrics);
  const [own = ''] = text.split('# HELP process_', 1);
  return own.split('\n').filter((line) => line !== '');
}

test('counters and gauges, with their labels', async () => {
  const metrics: Metric[] = [
    {
      name: 'a_total',
      help: 'As.',
      type: 'counter',
      samples: [
        { labels: { table: 'x', kind: '"\\\n' }, value: 3 },
        { labels: { table: 'y', kind: '' }, value: 0.5 },
      ],
    },
    { name: 'b', help: 'Bs.', type: 'gauge', samples: [{ value: -1 }] },
    { name: 'c', help: 'None yet.', type: 'gauge', samples: [] },
  ];
  expect(await ownLines(metrics)).toEqual([
    '# HELP a_total As.',
    '# TYPE a_total counter',
    String.raw`a_total{table="x",kind="\"\\\n"} 3`,
    'a_total{table="y",kind=""} 0.5',
    '# HELP b Bs.',
    '# TYPE b gauge',
    'b -1',
    '# HELP c None yet.',
    '# TYPE c gauge',
  ]);
});

test('a histogram counts upwards', async () => {
  const metric: Metric = {
    name: 'd_seconds',
    help: 'Ds.',
    type: 'histogram',
    distributions: [{ labels: { o: 'x' }, bounds: [0.1, 1], counts: [2, 0, 3], sum: 7.5 }],
  };
  expect(await ownLines([metric])).toEqual([
    '# HELP d_seconds Ds.',
    '# TYPE d_seconds histogram',
    'd_seconds_bucket{o="x",le="0.1"} 2',
    'd_seconds_bucket{o="x",le="1"} 2',
    'd_seconds_bucket{o="x",le="+Inf"} 5',
    'd_seconds_sum{o="x"} 7.5',
    'd_seconds_count{o="x"} 5',
  ]);
});

test('the process is measured too, and once only', async () => {
  await exposition([]);
  const { text, contentType } = await exposition([]);
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes']) {
    expect(text.split('\n').filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
  }
});

test('a registry asks all sources, and several may share a name', async () => {
  const registry = new MetricRegistry();
  const metric = (table: string): Metric => ({
    name: 'a_total',
    help: 'As.',
    type: 'counter',
    samples: [{ labels: { table }, value: 1 }],
  });
  registry.add({ collect: () => [metric('x')] });
  registry.add({ collect: async () => [metric('y')] });
  expect(await ownLines(await registry.collect())).toEqual([
    '# HELP a_total As.',
    '# TYPE a_total counter',
    'a_total{table="x"} 1',
    'a_total{table="y"} 1',
  ]);
});

test('a source that fails fails the scrape', async () => {
  const registry = new MetricRegistry();
  registry.add({ collect: () => Promise.reject(new Error('broken source')) });
  await expect(registry.collect()).rejects.toThrow('broken source');
});
