// Aliases: names of versions that can be moved.

import { randomUuid } from '../../base/uuid.ts';
import { functionArn, type FunctionName } from './function.ts';
import { notFound } from './function-catalog.ts';
import type { FunctionParts } from './function-changes.ts';
import { FunctionRefused } from './function-refusal.ts';
import { type Alias, type FunctionRecord, LATEST } from './function-record.ts';

export interface NewAlias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly additional?: Alias['additional'] | undefined;
}

export interface AliasUpdate {
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  /** Null takes it away. */
  readonly additional?: Alias['additional'] | null | undefined;
  readonly revisionId?: string | undefined;
}

export function createAlias(
  { catalog, runtime }: FunctionParts,
  name: FunctionName,
  asked: NewAlias,
): Promise<Alias> {
  const revisionId = randomUuid(runtime);
  return catalog.change(name, (record) => {
    if (record === undefined) throw notFound(name, asked.version);
    const { additional } = asked;
    const alias: Alias = {
      name: asked.name,
      version: asked.version,
      description: asked.description,
      revisionId,
      ...(additional === undefined ? {} : { additional }),
    };
    checkVersions(name, record, alias);
    if (findAlias(record, alias.name) !== undefined) {
      throw new FunctionRefused({ kind: 'alias-exists', arn: functionArn(name, alias.name) });
    }
    return { record: withAlias(record, alias), result: alias };
  });
}

export async function getAlias(
  { catalog }: FunctionParts,
  name: FunctionName,
  alias: string,
): Promise<Alias> {
  return existingAlias(name, await catalog.find(name), alias);
}

export function updateAlias(
  { catalog, runtime }: FunctionParts,
  name: FunctionName,
  { alias, update }: { readonly alias: string; readonly update: AliasUpdate },
): Promise<Alias> {
  const revisionId = randomUuid(runtime);
  return catalog.change(name, (record) => {
    const known = existingAlias(name, record, alias);
    if (record === undefined) throw notFound(name);
    if (update.revisionId !== undefined && update.revisionId !== known.revisionId) {
      throw new FunctionRefused({ kind: 'wrong-revision' });
    }
    const additional = update.additional === undefined ? known.additional : update.additional;
    const changed: Alias = {
      name: known.name,
      version: update.version ?? known.version,
      description: update.description ?? known.description,
      revisionId,
      ...(additional === undefined || additional === null ? {} : { additional }),
    };
    checkVersions(name, record, changed);
    return { record: withAlias(record, changed), result: changed };
  });
}

/** Of one that is not there it does nothing, as AWS. */
export function deleteAlias(
  { catalog }: FunctionParts,
  name: FunctionName,
  alias: string,
): Promise<void> {
  return catalog.change<void>(name, (record) => {
    if (record === undefined) throw notFound(name);
    if (findAlias(record, alias) === undefined) return { result: undefined };
    return {
      record: {
        ...record,
        aliases: record.aliases.filter((other) => other.name !== alias),
        policies: record.policies.filter(({ qualifier }) => qualifier !== alias),
        eventConfigs: record.eventConfigs.filter(({ qualifier }) => qualifier !== alias),
      },
      result: undefined,
    };
  });
}

export function findAlias(record: FunctionRecord, alias: string): Alias | undefined {
  return record.aliases.find(({ name }) => name === alias);
}

function existingAlias(
  name: FunctionName,
  record: FunctionRecord | undefined,
  alias: string,
): Alias {
  const known = record === undefined ? undefined : findAlias(record, alias);
  if (known !== undefined) return known;
  throw new FunctionRefused({ kind: 'alias-not-found', arn: functionArn(name, alias) });
}

function withAlias(record: FunctionRecord, alias: Alias): FunctionRecord {
  const others = record.aliases.filter(({ name }) => name !== alias.name);
  const aliases = [...others, alias].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { ...record, aliases };
}

/** In the order in which AWS refuses (observed on AWS, LocalStack's recordings). */
function checkVersions(name: FunctionName, record: FunctionRecord, alias: Alias): void {
  const { version, additional } = alias;
  if (additional !== undefined) {
    if (additional.version === version) {
      throw new FunctionRefused({ kind: 'alias-routes-to-itself', version });
    }
    if (version === LATEST) throw new FunctionRefused({ kind: 'alias-routes-from-latest' });
  }
  for (const used of [version, ...(additional === undefined ? [] : [additional.version])]) {
    if (!hasVersion(record, used)) throw notFound(name, used);
  }
}

function hasVersion({ versions }: FunctionRecord, version: string): boolean {
  return version === LATEST || versions.some((number) => String(number) === version);
}
