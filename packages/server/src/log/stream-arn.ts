// Stream ARNs as requests name them. A label holds colons, so this is a pattern and not a split.

import { InvalidInput } from '../model/invalid-input.ts';
import type { Scope } from '../model/table.ts';

export interface StreamName extends Scope {
  readonly table: string;
  readonly label: string;
}

const pattern =
  /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)\/stream\/([0-9T:.-]+)$/;

/** @throws InvalidInput when it has not the form of a stream's ARN. */
export function parseStreamArn(arn: string): StreamName {
  const [, region, account, table, label] = pattern.exec(arn) ?? [];
  if (region === undefined || account === undefined || table === undefined || label === undefined) {
    throw new InvalidInput('rule', `Invalid StreamArn: ${arn}`);
  }
  return { region, account, table, label };
}
