// What an operation of a service is: one file an operation under `dynamodb/`, `streams/` and `kinesis/` exports
// one of these, and the protocol in front of it does the rest.

import type { Runtime } from '../base/runtime.ts';
import type { Database } from '../database/database.ts';
import type { StreamLog } from '../log/stream-log.ts';
import type { Scope } from '../model/table.ts';
import type { AnsweredFault } from './call-interceptor.ts';
import type { EventStream } from './event-stream.ts';
import type { JsonBody } from './json-body.ts';
import type { ErrorStyle, ValidationWording } from './refusal-errors.ts';
import type { StructureShape } from './validation/shape.ts';

/** What every operation may use. */
export interface OperationServices {
  readonly database: Database;
  readonly streams: StreamLog;
  readonly runtime: Runtime;
}

export interface OperationContext extends OperationServices {
  readonly scope: Scope;
  /** The `Host` that the client called. */
  readonly host: string;
  /** Who calls, for people: access key and user agent. */
  caller(): string;
}

export interface OperationDefinition<Input extends object> {
  readonly name: string;
  readonly input: StructureShape;
  readonly style: ErrorStyle;
  /**
   * Rules between members, after types and constraints were checked; throws InvalidInput or WireError.
   */
  check?(input: Input, wording: ValidationWording): void;
  /** `Member` or `Member.*.Member`: known to AWS, not yet to Headwater, and so refused by name. */
  readonly unsupported?: readonly string[];
  run(context: OperationContext, input: Input): Promise<JsonBody | EventStream>;
}

export type Operation = OperationDefinition<object>;

/** Inputs have the official SDK's types; that the request fits them is what `input` checks. */
export function defineOperation<Input extends object>(
  definition: OperationDefinition<Input>,
): Operation {
  return definition;
}

/** An input of the SDK's type, with the members that its shape requires. */
export type Checked<Input, Required extends keyof Input> = Input & {
  readonly [Name in Required]-?: NonNullable<Input[Name]>;
};

/** A wire API: the operations behind one `X-Amz-Target` prefix. */
export interface Service {
  readonly targetPrefix: string;
  /** As credentials name it. */
  readonly signingName: string;
  readonly operations: readonly Operation[];
  readonly errors: ServiceErrors;
  /** Whether it speaks CBOR too. */
  readonly cbor?: true;
}

/** An error as the wire shows it. */
export interface ErrorAnswer {
  readonly error: string;
  readonly status: number;
  readonly body: JsonBody;
}

/** How a service words and renders what calls fail with. */
export interface ServiceErrors {
  /** Undefined for what is no fault of the call, nor of the storage. `operation` may not be known yet. */
  answerOf(
    error: unknown,
    call: { readonly operation: Operation | undefined; readonly wording: ValidationWording },
  ): ErrorAnswer | undefined;
  /** For what went wrong in the server itself. */
  internal(): ErrorAnswer;
  /** What a fault that a test turned on answers with. */
  faultError(operation: string, fault: AnsweredFault): Error;
}
