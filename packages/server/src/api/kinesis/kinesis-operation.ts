// What an operation of Kinesis is: one file an operation exports one of these.

import type { Kinesis } from '../../kinesis/kinesis.ts';
import type { Scope } from '../../model/table.ts';
import type { StructureShape } from '../validation/shape.ts';

export interface KinesisContext {
  readonly kinesis: Kinesis;
  readonly scope: Scope;
}

export interface KinesisOperationDefinition<Input extends object> {
  readonly name: string;
  readonly input: StructureShape;
  /** Members that AWS knows and Headwater does not, and so refuses by name. */
  readonly unsupported?: readonly string[];
  /**
   * The answer; undefined for an empty one. Rejects with KinesisRefused, or KinesisError for what is wrong with the
   * request itself.
   */
  run(context: KinesisContext, input: Input): Promise<object | undefined>;
}

export type KinesisOperation = KinesisOperationDefinition<object>;

/** Inputs have the official SDK's types; that the request fits them is what `input` checks. */
export function defineKinesisOperation<Input extends object>(
  definition: KinesisOperationDefinition<Input>,
): KinesisOperation {
  return definition;
}
