// Lambda behind its protocol.

import type { RestProtocol } from '../rest-json/lazy-protocol.ts';
import { RestJsonProtocol, type RestJsonProtocolParts } from '../rest-json/rest-json-protocol.ts';
import type { LambdaServices } from './lambda-operation.ts';
import { lambdaService } from './service.ts';

export function lambdaProtocol(
  services: LambdaServices,
  parts: RestJsonProtocolParts,
): RestProtocol {
  return new RestJsonProtocol(lambdaService(services), parts);
}
