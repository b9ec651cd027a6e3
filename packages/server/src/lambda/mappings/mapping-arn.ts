// ARNs of event source mappings.

import type { Scope } from '../../model/table.ts';
import type { MappingId } from './mapping-catalog.ts';

const FORM =
  /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12})$/;

export function mappingArn({ account, region, uuid }: MappingId): string {
  return `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`;
}

/** The mapping of the scope that an ARN names; undefined for an ARN of something else, or of another scope. */
export function mappingOfArn({ account, region }: Scope, arn: string): MappingId | undefined {
  const uuid = FORM.exec(arn)?.[1];
  const id = uuid === undefined ? undefined : { account, region, uuid };
  return id !== undefined && arn === mappingArn(id) ? id : undefined;
}
