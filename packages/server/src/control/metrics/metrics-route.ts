// `GET /_headwater/metrics`, which Prometheus scrapes.

import type { Route } from '../../api/http/routes.ts';
import type { MetricSource } from './metric.ts';
import { exposition } from './prometheus.ts';

export function metricsRoute(metrics: MetricSource): Route {
  return {
    method: 'GET',
    path: '/_headwater/metrics',
    async handle() {
      const { contentType, text } = await exposition(await metrics.collect());
      return { status: 200, contentType, body: text };
    },
  };
}
