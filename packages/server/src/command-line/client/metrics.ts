// `headwater metrics`

import type { ControlClient } from './control-client.ts';
import type { Report } from './perform.ts';

/** The text that Prometheus would get. */
export async function metrics(client: ControlClient): Promise<Report> {
  const text = await client.getText('metrics');
  return { json: text, text };
}
