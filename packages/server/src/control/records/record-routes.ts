// `GET /_headwater/records/:table`: where records are, or went.

import type { Route } from '../../api/http/routes.ts';
import { ControlError } from '../control-error.ts';
import { jsonReply } from '../json-reply.ts';
import type { RecordRequest, Records } from './record-control.ts';

export function recordRoutes(records: Records): Route[] {
  return [
    {
      method: 'GET',
      path: '/_headwater/records/:table',
      async handle({ parameters, query }) {
        const { key, ...rest } = Object.fromEntries(query);
        const asked = {
          ...rest,
          ...parameters,
          ...(key === undefined ? {} : { key: keyOf(key) }),
        };
        // What it holds is looked at where it is used.
        return jsonReply({ records: await records.find(asked as unknown as RecordRequest) });
      },
    },
  ];
}

function keyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(
      400,
      `key takes DynamoDB JSON, such as {"id":{"S":"a"}}; it is ${text}.`,
    );
  }
}
