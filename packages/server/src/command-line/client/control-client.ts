// Calls the control routes of a running server.

/** What the user reads when a command could not do what it was told: one line. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

export class ControlClient {
  /** `http://HOST:PORT`, without a slash at the end. */
  readonly endpoint: string;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  /** `path` follows `/_headwater/`; members of `query` that are undefined are left out. */
  async get(
    path: string,
    query: Readonly<Record<string, string | undefined>> = {},
  ): Promise<unknown> {
    const given = Object.entries(query).filter((entry) => entry[1] !== undefined);
    const search = new URLSearchParams(given as [string, string][]).toString();
    const answer = await this.#send(search === '' ? path : `${path}?${search}`, { method: 'GET' });
    return this.#json(answer);
  }

  async getText(path: string): Promise<string> {
    const { text } = await this.#send(path, { method: 'GET' });
    return text;
  }

  async post(path: string, body: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return this.#json(
      await this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
  }

  /** Answers of which the status is no success are told as the server tells them. */
  async #send(path: string, request: RequestInit): Promise<Answer> {
    const answer = await this.#fetch(path, request);
    if (answer.ok) return answer;
    const said = errorIn(answer);
    throw said === undefined ? this.#stranger(answer) : new CommandFailed(said);
  }

  async #fetch(path: string, request: RequestInit): Promise<Answer> {
    try {
      // A redirect would lead away from the server that was named.
      const response = await fetch(`${this.endpoint}/_headwater/${path}`, {
        ...request,
        redirect: 'manual',
      });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      throw new CommandFailed(
        `No server answers at ${this.endpoint} (${reasonOf(error)}). Start one with "headwater start", or say with --endpoint where it is.`,
        { cause: error },
      );
    }
  }

  #json(answer: Answer): unknown {
    try {
      return JSON.parse(answer.text);
    } catch {
      throw this.#stranger(answer);
    }
  }

  #stranger({ status }: Answer): CommandFailed {
    return new CommandFailed(
      `What answers at ${this.endpoint} is no Headwater server, or one of another version: it answered with status ${status} and not as its control routes do.`,
    );
  }
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

function errorIn({ text }: Answer): string | undefined {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/** What `fetch` hides in the causes of its error: the innermost says what happened. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error) {
    // Several addresses of one name were tried; the first speaks for all.
    const inner: unknown = reason instanceof AggregateError ? reason.errors[0] : reason.cause;
    if (inner === undefined) return reason.message;
    reason = inner;
  }
  return String(reason);
}
