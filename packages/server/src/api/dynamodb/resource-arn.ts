// The `ResourceArn` of the operations on tags: the ARN of a table of the caller's account and region.
// Texts as observed on AWS; the first ones name no table because they are not about one.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import { WireError } from '../errors.ts';
import { namePattern } from '../validation/table-name.ts';

const INVALID = 'One or more parameter values were invalid: ';

/**
 * The table's name. Throws InvalidInput when the ARN is none of a table here, and WireError
 * (AccessDeniedException) when it is one of another account.
 */
export function tableOfResourceArn(
  scope: Scope,
  arn: string | undefined,
  operation: string,
): string {
  if (arn === undefined) throw rule('Invalid TableArn');
  if (!arn.startsWith('arn:')) throw rule(`${INVALID}ARNs must start with 'arn:': ${arn}`);
  const [, , service, region, account, ...rest] = arn.split(':');
  if (service !== 'dynamodb' || region === undefined || account === undefined) {
    throw rule(`${INVALID}Provided Arn is not a DynamoDB resource arn: ${arn}`);
  }
  const [type, name = '', inner] = rest.join(':').split('/');
  if (type === 'table' && inner === 'index') {
    throw rule(
      `${INVALID}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  }
  const isTable = type === 'table' && inner === undefined && isTableName(name);
  if (!isTable || region !== scope.region) {
    throw rule(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (account !== scope.account) throw accessDenied(scope, arn, operation);
  return name;
}

function isTableName(name: string): boolean {
  return name.length >= 3 && name.length <= 255 && namePattern.matches(name);
}

function accessDenied({ account }: Scope, arn: string, operation: string): WireError {
  return new WireError(
    'AccessDeniedException',
    `User: arn:aws:iam::${account}:root is not authorized to perform: dynamodb:${operation} on resource: ${arn}`,
  );
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
