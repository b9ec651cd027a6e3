// A statement of a resource policy, as AddPermission puts it together (observed on AWS, LocalStack's
// recordings).

import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import type { PolicyStatement } from '../../../lambda/functions/function-record.ts';
import { invalidParameter } from '../lambda-errors.ts';
import type { Checked } from '../lambda-operation.ts';

export type AddPermissionInput = Checked<
  AddPermissionCommandInput,
  'FunctionName' | 'StatementId' | 'Action' | 'Principal'
>;

/** @throws RestError for a principal that is none */
export function policyStatement(input: AddPermissionInput, resource: string): PolicyStatement {
  const condition = conditionOf(input);
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(?:iam|sts)::/.test(principal)) return { AWS: principal };
  if (/^[\w-]+(?:\.[\w-]+)*\.amazon(?:aws)?\.com(?:\.cn)?$/.test(principal)) {
    return { Service: principal };
  }
  throw invalidParameter(
    'The provided principal was invalid. Please check the principal and try again.',
  );
}

function conditionOf(input: AddPermissionInput): Record<string, Record<string, string>> {
  const equals = {
    ...(input.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.EventSourceToken === undefined
      ? {}
      : { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.FunctionUrlAuthType === undefined
      ? {}
      : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
  };
  return {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl === undefined
      ? {}
      : { Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) } }),
  };
}
