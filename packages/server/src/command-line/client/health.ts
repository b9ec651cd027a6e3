// `headwater health`

import type { ControlClient } from './control-client.ts';
import type { Report } from './perform.ts';

export async function health(client: ControlClient): Promise<Report> {
  const json = await client.get('health');
  return { json, text: `${client.endpoint} takes requests.` };
}
