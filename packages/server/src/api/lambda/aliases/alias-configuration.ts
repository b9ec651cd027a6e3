// How Lambda shows an alias, and how requests route it.

import type { AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import { functionArn, type FunctionName } from '../../../lambda/functions/function.ts';
import type { Alias } from '../../../lambda/functions/function-record.ts';
import { regexPattern } from '../../validation/regex-pattern.ts';
import { double, map, string, structure } from '../../validation/shape.ts';
import { invalidParameter } from '../lambda-errors.ts';

export const routingConfig = structure('AliasRoutingConfiguration', {
  AdditionalVersionWeights: map(double({ min: 0, max: 1 }), {
    key: string({ min: 1, max: 1024, pattern: regexPattern('[0-9]+') }),
    valuesAsOne: true,
  }),
});

export function aliasConfiguration(name: FunctionName, alias: Alias): Record<string, unknown> {
  const { additional } = alias;
  return {
    AliasArn: functionArn(name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
    ...(additional === undefined
      ? {}
      : {
          RoutingConfig: {
            AdditionalVersionWeights: { [additional.version]: additional.weight },
          },
        }),
  };
}

/** Undefined when nothing is said, null for no second version. @throws RestError */
export function additionalVersion(
  config: AliasRoutingConfiguration | undefined,
): Alias['additional'] | null | undefined {
  if (config === undefined) return undefined;
  const [first, ...more] = Object.entries(config.AdditionalVersionWeights ?? {});
  if (more.length > 0) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  return first === undefined ? null : { version: first[0], weight: first[1] };
}
