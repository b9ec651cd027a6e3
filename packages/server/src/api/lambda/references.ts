// The functions that requests name.

import type { FunctionName } from '../../lambda/functions/function.ts';
import {
  type FunctionReference,
  resolveReference,
} from '../../lambda/functions/function-reference.ts';
import { FunctionRefused } from '../../lambda/functions/function-refusal.ts';
import type { Scope } from '../../model/table.ts';

/** With the qualifier of the name or the one beside it. @throws FunctionRefused */
export function referenceOf(
  scope: Scope,
  {
    FunctionName: name,
    Qualifier,
  }: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
): FunctionReference {
  return resolveReference(scope, name, Qualifier);
}

/** The function itself, whatever qualifier its name has: operations that know none leave it aside. */
export function functionOf(
  scope: Scope,
  { FunctionName: name }: { readonly FunctionName: string },
): FunctionName {
  const { account, region, name: own } = resolveReference(scope, name);
  return { account, region, name: own };
}

/** @throws FunctionRefused for a name with a qualifier too */
export function unqualifiedFunctionOf(
  scope: Scope,
  { FunctionName: name }: { readonly FunctionName: string },
): FunctionName {
  const { qualifier, ...function_ } = resolveReference(scope, name);
  if (qualifier !== undefined) throw new FunctionRefused({ kind: 'not-a-function' });
  return function_;
}
