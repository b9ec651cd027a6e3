// Puts the wire APIs and our own routes together in front of a database and its streams.

import type { Logger } from '../base/logger.ts';
import type { Runtime } from '../base/runtime.ts';
import { randomUuid } from '../base/uuid.ts';
import type { Emulator } from '../cloud/emulator/emulator.ts';
import { healthRoute } from '../control/health.ts';
import { CallMeters } from '../control/metrics/call-meter.ts';
import type { MetricRegistry } from '../control/metrics/metric-registry.ts';
import type { Kinesis } from '../kinesis/kinesis.ts';
import type { Database } from '../database/database.ts';
import type { StreamLog } from '../log/stream-log.ts';
import { acceptAnyCredential, type Authenticate } from './aws-json/authenticate.ts';
import { AwsJsonProtocol } from './aws-json/aws-json-protocol.ts';
import type { CallInterceptor } from './call-interceptor.ts';
import { BodyBudget } from './http/body-budget.ts';
import { httpMetrics } from './http/http-metrics.ts';
import type { Listener } from './http/listen.ts';
import { OwnRoutes } from './http/own-routes.ts';
import { healthPage } from './http/pages.ts';
import { requestIds } from './http/request-ids.ts';
import type { Route } from './http/routes.ts';
import { lazyOthers } from './other-services/lazy-others.ts';
import { kinesisTargetPrefix } from './kinesis/operation-names.ts';
import type { LambdaServices } from './lambda/lambda-operation.ts';
import type { ValidationWording } from './refusal-errors.ts';
import type { Service } from './operation.ts';
import { RequestServer } from './request-server.ts';
import { lazyProtocol } from './rest-json/lazy-protocol.ts';
import { services } from './services.ts';

export interface ApiParts {
  readonly database: Database;
  readonly streams: StreamLog;
  /** Without it, nothing of Lambda is offered. */
  readonly lambda?: LambdaServices;
  /** Without it, nothing of SQS, SNS and S3 is offered. */
  readonly emulator?: Emulator;
  /** Without it, nothing of Kinesis is offered. Called by its first request. */
  readonly kinesis?: () => Promise<Kinesis>;
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly options?: ApiOptions;
}

export interface ApiOptions {
  /** Default: `current`. */
  readonly validationWording?: ValidationWording;
  /** Named in the text of `GET /`. Default: us-east-1. */
  readonly region?: string;
  /** Bytes that the bodies of all requests in flight may take together. Default: 512 MiB. */
  readonly maxBodyBytes?: number;
  /** Default: any credential is accepted. */
  readonly authenticate?: Authenticate;
  /** Default: nothing comes between calls and operations. */
  readonly interceptor?: CallInterceptor;
  /** Routes under `/_headwater/`, beside the health check. */
  readonly routes?: readonly Route[];
  /** Whether those may be called by any host name. Default: only by an address or as localhost. */
  readonly anyHost?: boolean;
  /** Where it adds its metrics. */
  readonly metrics?: MetricRegistry;
}

export interface Api {
  /** For `listen`. */
  readonly listener: Listener;
}

const MAX_BODIES_BYTES = 512 * 1024 * 1024;

export function createApi(parts: ApiParts): Api {
  const { log, runtime, lambda, emulator, kinesis, options = {} } = parts;
  const authenticate = options.authenticate ?? acceptAnyCredential;
  const anyHost = options.anyHost ?? false;
  const meters = new CallMeters();
  const bodies = new BodyBudget(options.maxBodyBytes ?? MAX_BODIES_BYTES);
  const server = new RequestServer({
    protocol: new AwsJsonProtocol({
      services,
      unloaded: new Map(
        kinesis === undefined ? [] : [[kinesisTargetPrefix, () => loadKinesis(kinesis)]],
      ),
      operationServices: parts,
      authenticate,
      interceptor: options.interceptor,
      wording: options.validationWording ?? 'current',
      log,
      meters,
    }),
    rest:
      lambda === undefined
        ? undefined
        : lazyProtocol(async () => {
            const { lambdaProtocol } = await import('./lambda/lambda-protocol.ts');
            return lambdaProtocol(lambda, { authenticate, anyHost, runtime, log, meters });
          }),
    others: emulator === undefined ? undefined : lazyOthers({ emulator, anyHost, log }),
    ownRoutes: new OwnRoutes({
      routes: [healthRoute, ...(options.routes ?? [])],
      anyHost,
      log,
    }),
    health: healthPage(options.region ?? 'us-east-1'),
    bodies,
    nextRequestId: requestIds(runtime),
    nextUuid: () => randomUuid(runtime),
    unknownCalls: meters.unknown,
    log,
  });
  options.metrics?.add(meters);
  options.metrics?.add(
    httpMetrics({
      requestsInFlight: () => server.requestsInFlight,
      bodyBytes: () => bodies.heldBytes,
    }),
  );
  return {
    listener(request, response) {
      server.serve(request, response).catch((error: unknown) => {
        log.error('no answer could be sent', { error });
        response.destroy();
      });
    },
  };
}

async function loadKinesis(open: () => Promise<Kinesis>): Promise<Service> {
  const [{ kinesisService }, kinesis] = await Promise.all([import('./kinesis/service.ts'), open()]);
  return kinesisService(kinesis);
}
