// A function that runs elsewhere: whatever speaks the Invoke API, such as a container with the Runtime Interface
// Emulator.

import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { systemClock } from '../../base/system-runtime.ts';
import type { FunctionVersion } from '../functions/function.ts';
import { faultDocument, timeoutFault, tooLargeFault } from './invocation-report.ts';
import {
  CannotRunFunction,
  type InvocationRequest,
  type InvocationResult,
  TooManyInvocations,
} from './invoker.ts';
import { maxAnswerBytes } from './runtime-api.ts';

/** What the Runtime Interface Emulator serves, and nothing else. */
const emulatorPath = '/2015-03-31/functions/function/invocations';

export class RemoteFunctions implements Disposable {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });

  /** Rejects with CannotRunFunction and TooManyInvocations. Durations are left to the caller. */
  async invoke(
    url: string,
    request: InvocationRequest,
  ): Promise<Omit<InvocationResult, 'durationMs'>> {
    const { function: version } = request;
    const timer = new AbortController();
    const stop = new AbortController();
    const timeoutMs = version.timeoutSeconds * 1000;
    // By the machine's clock, as for every function: environment.ts says why.
    systemClock()
      .sleep(timeoutMs, timer.signal)
      .then(
        () => stop.abort(),
        () => undefined,
      );
    try {
      return await this.#send(invocationUrl(url), request, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) throw unreachable(version, url, error);
      return {
        payload: faultDocument(request.requestId, timeoutFault(version.timeoutSeconds)),
        functionError: 'Unhandled',
        executedVersion: version.version,
        logTail: new Uint8Array(),
      };
    } finally {
      timer.abort();
    }
  }

  [Symbol.dispose](): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  async #send(
    url: URL,
    request: InvocationRequest,
    signal: AbortSignal,
  ): Promise<Omit<InvocationResult, 'durationMs'>> {
    const { function: version, payload } = request;
    const secure = url.protocol === 'https:';
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': payload.byteLength,
      'X-Amz-Invocation-Type': 'RequestResponse',
      'X-Amz-Log-Type': 'Tail',
      'X-Amzn-RequestId': request.requestId,
      ...(request.clientContext === undefined
        ? {}
        : { 'X-Amz-Client-Context': request.clientContext }),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = secure ? requestHttps : requestHttp;
      const agent = secure ? this.#https : this.#http;
      send(url, { method: 'POST', headers, agent, signal }, resolve)
        .on('error', reject)
        .end(payload);
    });
    const body = await readBody(response);
    if (response.statusCode === 429) {
      throw new TooManyInvocations(`${url.href} has too many requests.`);
    }
    if (response.statusCode !== 200) {
      const text = Buffer.from(body ?? [])
        .toString()
        .slice(0, 500);
      throw new CannotRunFunction(
        `The function ${version.name} is remote, and ${url.href} answered ${response.statusCode}: ${text}`,
      );
    }
    return resultOf(version, response, body);
  }
}

function resultOf(
  version: FunctionVersion,
  { headers }: IncomingMessage,
  body: Uint8Array | undefined,
): Omit<InvocationResult, 'durationMs'> {
  const told = headers['x-amz-function-error'];
  const log = headers['x-amz-log-result'];
  const failed = body === undefined || told !== undefined || looksLikeError(headers, body);
  return {
    payload: body ?? Buffer.from(JSON.stringify(tooLargeFault)),
    ...(failed ? { functionError: told === 'Handled' ? 'Handled' : 'Unhandled' } : {}),
    executedVersion: version.version,
    logTail: Buffer.from(typeof log === 'string' ? log : '', 'base64'),
  };
}

/**
 * The emulator answers errors as if they were results: no header tells them. AWS names the version that it ran, and
 * can be believed.
 */
function looksLikeError(headers: IncomingMessage['headers'], body: Uint8Array): boolean {
  if (headers['x-amz-executed-version'] !== undefined) return false;
  // Most answers are none, and need not be parsed.
  if (!Buffer.from(body).includes('"errorType"')) return false;
  const document = parsed(body);
  const known = new Set(['errorType', 'errorMessage', 'stackTrace', 'trace', 'requestId', 'cause']);
  return (
    typeof document === 'object' &&
    document !== null &&
    'errorType' in document &&
    'errorMessage' in document &&
    Object.keys(document).every((name) => known.has(name))
  );
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    // Then it is whatever the function answered.
    return undefined;
  }
}

/** Undefined when it is too large. */
async function readBody(response: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) {
      response.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Of a host alone, the path that the emulator serves. */
function invocationUrl(url: string): URL {
  const parsedUrl = new URL(url);
  if (parsedUrl.pathname === '/') parsedUrl.pathname = emulatorPath;
  return parsedUrl;
}

function unreachable(version: FunctionVersion, url: string, error: unknown): unknown {
  if (error instanceof CannotRunFunction || error instanceof TooManyInvocations) return error;
  return new CannotRunFunction(
    `The function ${version.name} is remote, and ${url} cannot be reached: ${String(error)}. Start what serves it there, or change its URL.`,
    { cause: error },
  );
}
