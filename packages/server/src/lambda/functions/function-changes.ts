// Creating, changing and deleting functions, and publishing versions of them.

import type { Runtime } from '../../base/runtime.ts';
import { randomUuid } from '../../base/uuid.ts';
import type { FunctionName, FunctionVersion } from './function.ts';
import {
  type FunctionCatalog,
  type FunctionChange,
  notFound,
  versionNumber,
} from './function-catalog.ts';
import { FunctionRefused } from './function-refusal.ts';
import { type FunctionRecord, LATEST } from './function-record.ts';
import type { KeptCode, NewCode } from './kept-code.ts';

export interface FunctionParts {
  readonly catalog: FunctionCatalog;
  readonly kept: KeptCode;
  readonly runtime: Runtime;
  /** Called when the environments of a function are out of date. */
  readonly retire: (name: FunctionName) => void;
}

/** What can be said about a function besides its name and code. */
export type FunctionSettings = Omit<
  FunctionVersion,
  keyof FunctionName | 'version' | 'revisionId' | 'modifiedAt' | 'code'
>;

/** Undefined leaves a member as it is; `stored` is merged, and null takes a member of it away. */
export type SettingsUpdate = {
  readonly [Name in keyof FunctionSettings]?: FunctionSettings[Name] | undefined;
};

export interface NewFunction {
  readonly name: FunctionName;
  readonly settings: FunctionSettings;
  readonly code: NewCode;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether to publish version 1 of it. */
  readonly publish: boolean;
}

export function createFunction(
  { catalog, kept, runtime }: FunctionParts,
  { name, settings, code: newCode, tags, publish }: NewFunction,
): Promise<FunctionVersion> {
  const stamp = stampOf(runtime);
  const publishedStamp = stampOf(runtime);
  return kept.upload(newCode, (code) =>
    catalog.change(name, (known) => {
      if (known !== undefined)
        throw new FunctionRefused({ kind: 'function-exists', name: name.name });
      const { account, region } = name;
      const own = { account, region, name: name.name };
      const latest = { ...own, ...settings, code, version: LATEST, ...stamp };
      const record: FunctionRecord = {
        latest,
        content: 1,
        lastVersion: 0,
        versions: [],
        aliases: [],
        policies: [],
        eventConfigs: [],
        tags,
      };
      return publish ? publication(record, { stamp: publishedStamp }) : { record, result: latest };
    }),
  );
}

export interface CodeUpdate {
  readonly code: NewCode;
  readonly architectures?: readonly string[] | undefined;
  readonly revisionId?: string | undefined;
  readonly publish: boolean;
  /** Checks everything and changes nothing. */
  readonly dryRun: boolean;
}

export async function updateCode(
  { catalog, kept, runtime, retire }: FunctionParts,
  name: FunctionName,
  update: CodeUpdate,
): Promise<FunctionVersion> {
  const { architectures, revisionId, publish, dryRun } = update;
  const stamp = stampOf(runtime);
  const publishedStamp = stampOf(runtime);
  const changed = await kept.upload(update.code, (code) =>
    catalog.change<FunctionVersion>(name, (known) => {
      const record = expected(known, { name, revisionId });
      const { latest } = record;
      const stored =
        architectures === undefined
          ? latest.stored
          : { ...latest.stored, Architectures: architectures };
      const changed = changedRecord(record, { ...latest, code, stored, ...stamp });
      if (dryRun) return { result: { ...changed.latest, revisionId: latest.revisionId } };
      return publish
        ? publication(changed, { stamp: publishedStamp })
        : { record: changed, result: changed.latest };
    }),
  );
  if (!dryRun) retire(name);
  return changed;
}

export async function updateSettings(
  { catalog, runtime, retire }: FunctionParts,
  name: FunctionName,
  {
    update,
    revisionId,
  }: { readonly update: SettingsUpdate; readonly revisionId?: string | undefined },
): Promise<FunctionVersion> {
  const stamp = stampOf(runtime);
  const version = await catalog.change<FunctionVersion>(name, (known) => {
    const record = expected(known, { name, revisionId });
    const { latest } = record;
    const given = Object.fromEntries(
      Object.entries(update).filter(([, value]) => value !== undefined),
    ) as Partial<FunctionSettings>;
    const stored = withoutNulls({ ...latest.stored, ...update.stored });
    const changed = changedRecord(record, { ...latest, ...given, stored, ...stamp });
    return { record: changed, result: changed.latest };
  });
  retire(name);
  return version;
}

export interface Publication {
  readonly description?: string | undefined;
  readonly revisionId?: string | undefined;
  /** What the code of `$LATEST` has to be. */
  readonly codeSha256?: string | undefined;
}

/** The newest version again, when nothing has changed since it was published (PublishVersion). */
export async function publishVersion(
  { catalog, runtime }: FunctionParts,
  name: FunctionName,
  { description, revisionId, codeSha256 }: Publication,
): Promise<FunctionVersion> {
  const stamp = stampOf(runtime);
  const published = await catalog.change<FunctionVersion | number>(name, (known) => {
    const record = expected(known, { name, revisionId });
    const { code } = record.latest;
    const current = code.kind === 'zip' ? code.sha256 : '';
    if (codeSha256 !== undefined && codeSha256 !== '' && codeSha256 !== current) {
      throw new FunctionRefused({ kind: 'wrong-code', asked: codeSha256, current });
    }
    const { lastVersion, versions, content, publishedContent } = record;
    if (publishedContent === content && versions.includes(lastVersion)) {
      return { result: lastVersion };
    }
    return publication(record, { stamp, description });
  });
  return typeof published === 'number' ? catalog.version(name, String(published)) : published;
}

/** A whole function, or with a qualifier one version of it. */
export async function deleteFunction(
  { catalog, kept, retire }: FunctionParts,
  name: FunctionName,
  qualifier: string | undefined,
): Promise<void> {
  if (qualifier === LATEST) throw new FunctionRefused({ kind: 'latest-not-deletable' });
  await kept.drop(() =>
    catalog.change<void>(name, (record) => {
      if (record === undefined) throw notFound(name);
      if (qualifier === undefined) return { record: null, result: undefined };
      const number = versionNumber(qualifier);
      if (number === undefined) throw new FunctionRefused({ kind: 'alias-not-deletable' });
      // AWS says of a version that is not there that it was deleted.
      if (!record.versions.includes(number)) return { result: undefined };
      return withoutVersion(record, number);
    }),
  );
  retire(name);
}

/** What every change of a version sets. */
type Stamp = Pick<FunctionVersion, 'revisionId' | 'modifiedAt'>;

function stampOf(runtime: Runtime): Stamp {
  return { revisionId: randomUuid(runtime), modifiedAt: runtime.clock.now() };
}

function changedRecord(record: FunctionRecord, latest: FunctionVersion): FunctionRecord {
  return { ...record, latest, content: record.content + 1 };
}

function publication(
  record: FunctionRecord,
  { stamp, description }: { readonly stamp: Stamp; readonly description?: string | undefined },
): FunctionChange<FunctionVersion> {
  const number = record.lastVersion + 1;
  const published = {
    ...record.latest,
    ...stamp,
    version: String(number),
    // An empty description leaves that of the function (observed on AWS, LocalStack's recordings).
    description:
      description === undefined || description === '' ? record.latest.description : description,
  };
  return {
    record: {
      ...record,
      lastVersion: number,
      publishedContent: record.content,
      versions: [...record.versions, number],
    },
    published,
    result: published,
  };
}

function withoutVersion(record: FunctionRecord, number: number): FunctionChange<void> {
  const version = String(number);
  const users = record.aliases.filter(
    (alias) => alias.version === version || alias.additional?.version === version,
  );
  if (users.length > 0) {
    const aliases = users.map((alias) => alias.name).join(', ');
    throw new FunctionRefused({ kind: 'version-in-use', version, aliases });
  }
  return {
    record: {
      ...record,
      versions: record.versions.filter((other) => other !== number),
      policies: record.policies.filter(({ qualifier }) => qualifier !== version),
      eventConfigs: record.eventConfigs.filter(({ qualifier }) => qualifier !== version),
    },
    removed: number,
    result: undefined,
  };
}

function expected(
  record: FunctionRecord | undefined,
  { name, revisionId }: { readonly name: FunctionName; readonly revisionId: string | undefined },
): FunctionRecord {
  if (record === undefined) throw notFound(name);
  if (revisionId !== undefined && revisionId !== record.latest.revisionId) {
    throw new FunctionRefused({ kind: 'wrong-revision' });
  }
  return record;
}

function withoutNulls(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
