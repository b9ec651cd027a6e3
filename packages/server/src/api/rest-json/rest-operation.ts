// What an operation of a REST API is: one file an operation under `lambda/` exports one of these, and the
// protocol in front of it does the rest.

import type { StructureShape } from '../validation/shape.ts';

export interface RestOperationDefinition<Context, Input extends object> {
  readonly name: string;
  /** Method and URI template, such as `GET /functions/{FunctionName}`; labels are members of the input. */
  readonly http: string;
  /** Of the answer, unless `run` says another. */
  readonly status: number;
  /** All members, wherever they are in the request, but for `payload`. */
  readonly input: StructureShape;
  /** Parameters of the query, by the member that they are. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers in lower case, by the member that they are. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the body as it was sent, as bytes; without it the body is JSON. */
  readonly payload?: string;
  /** Default: 6 MB, as of Lambda's requests. */
  readonly maxBodyBytes?: number;
  /** Members that AWS knows and Headwater does not, and so refuses by name. */
  readonly unsupported?: readonly string[];
  /** Rules between members, after types and constraints were checked; throws RestError. */
  check?(input: Input): void;
  run(context: Context, input: Input): Promise<RestAnswer>;
}

export type RestOperation<Context> = RestOperationDefinition<Context, object>;

export interface RestAnswer {
  readonly status?: number;
  /** The body as JSON. */
  readonly value?: unknown;
  /** The body as it is, in place of `value`: JSON too. */
  readonly bytes?: Uint8Array;
  /** Name, value, name, value, ... */
  readonly headers?: readonly string[];
}

/** What every operation is told. */
export interface RestCall {
  /** A UUID: the answer's `x-amzn-RequestId`. */
  readonly requestId: string;
  /** The `Host` that the client called. */
  readonly host: string;
}
