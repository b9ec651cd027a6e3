// One fauxqs with its stores: it answers requests of node:http, and requests that came over no connection.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import {
  type CloudService,
  type EmulatorReply,
  type EmulatorRequest,
  EmulatorUnavailable,
  MAX_MESSAGE_BYTES,
  MAX_OBJECT_BYTES,
} from './emulator.ts';
import type { App, Fauxqs, Persistence, Stores } from './fauxqs.ts';
import { errorBody } from './error-body.ts';
import { HOST_HEADER, queueUrlsOf, STORED_HOST } from './queue-urls.ts';
import { pathStyle } from './virtual-host.ts';

export interface FauxqsInstance extends AsyncDisposable {
  serve(request: IncomingMessage, response: ServerResponse, service: CloudService): Promise<void>;
  call(request: EmulatorRequest, service: CloudService): Promise<EmulatorReply>;
  endWaiting(): void;
}

export interface InstanceOptions {
  /** Without one, it keeps everything in memory. */
  readonly directory: string | undefined;
  /** Objects, or else messages: a form that is uploaded is bytes, and not a request of SNS. */
  readonly bodies: 'objects' | 'messages';
  readonly log: Logger;
}

/** Rejects with EmulatorUnavailable. */
export async function openInstance(
  fauxqs: Fauxqs,
  { directory, bodies, log }: InstanceOptions,
): Promise<FauxqsInstance> {
  const stores = {
    sqsStore: new fauxqs.SqsStore(),
    snsStore: new fauxqs.SnsStore(),
    s3Store: new fauxqs.S3Store(),
  };
  // Otherwise the URLs of queues have a host name of their own, which not every resolver knows.
  stores.sqsStore.host = '';
  const persistence = directory === undefined ? undefined : kept(fauxqs, stores, directory);
  const app = fauxqs.buildApp({ logger: false, stores });
  app.removeAllContentTypeParsers();
  if (bodies === 'messages') readMessages(app);
  else readObjects(app);
  let isEnding = false;
  app.addHook('preHandler', (request, _reply, done) => {
    const receives = request.headers['x-amz-target'] === 'AmazonSQS.ReceiveMessage';
    if (isEnding && receives) Object.assign(request.body as object, { WaitTimeSeconds: 0 });
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    done(null, queueUrlsOf(request.headers, payload));
  });
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('The emulator failed', { url: request.url, error });
    const { contentType, body } = errorBody(request.headers, { status, message: error.message });
    return reply.status(status).header('content-type', contentType).send(body);
  });
  await app.ready();
  return {
    async serve(request, response, service) {
      const answered = new Promise<void>((resolve) => {
        response.once('close', resolve);
      });
      Object.assign(request, adapted(request.url ?? '/', request.headers, service));
      app.routing(request, response);
      return answered;
    },
    async call({ method, path, headers, body }, service) {
      const reply = await app.inject({
        method: method as 'POST',
        ...adapted(path, headers, service),
        payload: Buffer.from(body),
      });
      return { status: reply.statusCode, headers: textsOf(reply.headers), body: reply.rawPayload };
    },
    endWaiting() {
      isEnding = true;
      stores.sqsStore.shutdown();
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      persistence?.close();
    },
  };
}

/** As fauxqs itself does it: loaded first, and then attached, so that loading writes nothing. */
function kept(fauxqs: Fauxqs, { sqsStore, snsStore, s3Store }: Stores, directory: string) {
  let persistence: Persistence;
  try {
    persistence = new fauxqs.PersistenceManager(directory);
    persistence.load(sqsStore, snsStore, s3Store);
  } catch (error) {
    throw new EmulatorUnavailable(
      `The data of SQS, SNS and S3 in ${directory} cannot be read. Move the folder away to begin without it.`,
      { cause: error },
    );
  }
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  s3Store.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  return persistence;
}

// The parsers of fauxqs, with limits that fit functions' archives.

function readMessages(app: App): void {
  app.addContentTypeParser(
    'application/x-amz-json-1.0',
    { parseAs: 'string', bodyLimit: MAX_MESSAGE_BYTES },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(String(body)));
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }));
      }
    },
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_MESSAGE_BYTES },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
}

function readObjects(app: App): void {
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: MAX_OBJECT_BYTES },
    (_request, body, done) => {
      done(null, body);
    },
  );
}

function adapted(
  url: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  service: CloudService,
): { readonly url: string; readonly headers: Record<string, string | string[] | undefined> } {
  const host = String(headers['host'] ?? 'localhost');
  return {
    url: service === 's3' ? pathStyle(url, host) : '/',
    headers: { ...headers, host: STORED_HOST, [HOST_HEADER]: host },
  };
}

function textsOf(
  headers: Readonly<Record<string, string | string[] | number | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
