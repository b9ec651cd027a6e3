// Names of functions as requests give them: the name alone, a part of the ARN or all of it, with a version
// or alias behind it or beside it.

import type { Scope } from '../../model/table.ts';
import { functionArn, type FunctionName } from './function.ts';
import { FunctionRefused } from './function-refusal.ts';

export interface FunctionReference extends FunctionName {
  /** `$LATEST`, the number of a version, or the name of an alias. */
  readonly qualifier?: string;
}

const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]+(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/** Undefined when the text is no reference to a function. */
export function parseFunctionReference(
  text: string,
): (Partial<Scope> & { readonly name: string; readonly qualifier?: string }) | undefined {
  const groups = REFERENCE.exec(text)?.groups;
  if (groups?.['name'] === undefined) return undefined;
  const { name, region, account, qualifier } = groups;
  return {
    name,
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(qualifier === undefined ? {} : { qualifier }),
  };
}

/**
 * What a checked reference means in a scope.
 * @throws FunctionRefused for another region or account, or two qualifiers that differ (observed on AWS,
 * LocalStack's recordings)
 */
export function resolveReference(
  scope: Scope,
  text: string,
  qualifier?: string,
): FunctionReference {
  const parsed = parseFunctionReference(text);
  if (parsed === undefined) {
    throw new FunctionRefused({
      kind: 'function-not-found',
      arn: functionArn({ ...scope, name: text }),
    });
  }
  const { region, account } = scope;
  if (parsed.region !== undefined && parsed.region !== region) {
    throw new FunctionRefused({ kind: 'other-region', asked: parsed.region, region });
  }
  if (parsed.account !== undefined && parsed.account !== account) {
    throw new FunctionRefused({ kind: 'other-account', asked: parsed.account, account });
  }
  if (parsed.qualifier !== undefined && qualifier !== undefined && parsed.qualifier !== qualifier) {
    throw new FunctionRefused({ kind: 'qualifier-mismatch' });
  }
  const meant = parsed.qualifier ?? qualifier;
  return {
    account,
    region,
    name: parsed.name,
    ...(meant === undefined ? {} : { qualifier: meant }),
  };
}
