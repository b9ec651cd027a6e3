// A protocol that is loaded by its first request: a server starts some milliseconds earlier without.

import type { IncomingMessage } from 'node:http';
import type { BodyShare } from '../http/body-budget.ts';
import { ClientGone } from '../http/read-body.ts';
import type { Reply } from '../http/send.ts';

export interface RestProtocol {
  /** Answers a request, with an error too. Rejects only with ClientGone and Overloaded. */
  answer(
    request: IncomingMessage,
    call: { readonly requestId: string; readonly share: BodyShare },
  ): Promise<Reply>;
}

export function lazyProtocol(load: () => Promise<RestProtocol>): RestProtocol {
  let loading: Promise<RestProtocol> | undefined;
  return {
    async answer(request, call) {
      const protocol = await (loading ??= load());
      // Who has gone meanwhile will send no more of the body.
      if (request.destroyed) throw new ClientGone();
      return protocol.answer(request, call);
    },
  };
}
