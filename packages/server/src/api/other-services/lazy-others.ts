// What answers for SQS, SNS and S3, loaded by the first request for one of them.

import type { OtherAnswers } from '../request-server.ts';
import type { OtherServicesParts } from './other-services.ts';

export function lazyOthers(parts: OtherServicesParts): OtherAnswers {
  let loading: Promise<OtherAnswers> | undefined;
  return {
    async answer(request, response, call) {
      loading ??= import('./other-services.ts').then(
        ({ OtherServices }) => new OtherServices(parts),
      );
      return (await loading).answer(request, response, call);
    },
  };
}
