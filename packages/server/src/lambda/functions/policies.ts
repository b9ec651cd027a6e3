// Resource policies: who else may invoke a function, or one version or alias of it. They are kept and
// shown; nobody is refused by them.

import { utf8Length } from '../../base/bytes.ts';
import { randomUuid } from '../../base/uuid.ts';
import { findAlias } from './aliases.ts';
import type { FunctionVersion } from './function.ts';
import { type FunctionChange, notFound, versionNumber } from './function-catalog.ts';
import type { FunctionParts } from './function-changes.ts';
import type { FunctionReference } from './function-reference.ts';
import { FunctionRefused } from './function-refusal.ts';
import {
  type FunctionRecord,
  LATEST,
  type PolicyStatement,
  type QualifierPolicy,
} from './function-record.ts';
import { hasQualifier } from './qualifiers.ts';

export interface FunctionPolicy {
  readonly statements: readonly PolicyStatement[];
  /** Of the function, version or alias that it is about. */
  readonly revisionId: string;
}

/** Bytes of the whole policy as JSON (Lambda quotas: 20 KB). */
const MAX_POLICY_BYTES = 20_480;

export function addStatement(
  parts: FunctionParts,
  reference: FunctionReference,
  asked: { readonly statement: PolicyStatement; readonly revisionId: string | undefined },
): Promise<void> {
  const { statement, revisionId } = asked;
  if (reference.qualifier === LATEST) {
    return Promise.reject(new FunctionRefused({ kind: 'policy-of-latest' }));
  }
  return changePolicy(parts, reference, {
    revisionId,
    change(statements) {
      if (statements.some(({ Sid: known }) => known === statement.Sid)) {
        throw new FunctionRefused({ kind: 'statement-exists', statement: statement.Sid });
      }
      const changed = [...statements, statement];
      const length = utf8Length(JSON.stringify(changed));
      if (length > MAX_POLICY_BYTES) {
        throw new FunctionRefused({ kind: 'policy-too-long', length, limit: MAX_POLICY_BYTES });
      }
      return changed;
    },
  });
}

export function removeStatement(
  parts: FunctionParts,
  reference: FunctionReference,
  asked: { readonly statement: string; readonly revisionId: string | undefined },
): Promise<void> {
  const { statement, revisionId } = asked;
  return changePolicy(parts, reference, {
    revisionId,
    change(statements) {
      const left = statements.filter(({ Sid: known }) => known !== statement);
      if (left.length < statements.length) return left;
      throw statements.length === 0
        ? new FunctionRefused({ kind: 'policy-not-found' })
        : new FunctionRefused({ kind: 'statement-not-found', statement });
    },
  });
}

export async function policyOf(
  { catalog }: FunctionParts,
  reference: FunctionReference,
): Promise<FunctionPolicy> {
  const record = await catalog.find(reference);
  const { qualifier = '' } = reference;
  if (record === undefined) throw notFound(reference, reference.qualifier);
  const statements = statementsOf(record, qualifier);
  if (statements.length === 0) throw new FunctionRefused({ kind: 'policy-not-found' });
  const version = await catalog.findVersion(reference, qualifier);
  return { statements, revisionId: revisionOf(record, qualifier, version) };
}

function changePolicy(
  { catalog, runtime }: FunctionParts,
  reference: FunctionReference,
  asked: {
    readonly revisionId: string | undefined;
    readonly change: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[];
  },
): Promise<void> {
  const { qualifier = '' } = reference;
  const revisionId = randomUuid(runtime);
  return catalog.findVersion(reference, qualifier).then((version) =>
    catalog.change<void>(reference, (record) => {
      if (record === undefined || !(qualifier === '' || hasQualifier(record, qualifier))) {
        throw notFound(reference, reference.qualifier);
      }
      const current = revisionOf(record, qualifier, version);
      if (asked.revisionId !== undefined && asked.revisionId !== current) {
        throw new FunctionRefused({ kind: 'wrong-revision' });
      }
      const statements = asked.change(statementsOf(record, qualifier));
      const changed = withStatements(record, { qualifier, statements });
      return renewed(changed, { qualifier, revisionId, version });
    }),
  );
}

function statementsOf(record: FunctionRecord, qualifier: string): readonly PolicyStatement[] {
  return record.policies.find((policy) => policy.qualifier === qualifier)?.statements ?? [];
}

function withStatements(record: FunctionRecord, policy: QualifierPolicy): FunctionRecord {
  const others = record.policies.filter(({ qualifier }) => qualifier !== policy.qualifier);
  return { ...record, policies: policy.statements.length === 0 ? others : [...others, policy] };
}

function revisionOf(
  record: FunctionRecord,
  qualifier: string,
  version: FunctionVersion | undefined,
): string {
  return (findAlias(record, qualifier) ?? version ?? record.latest).revisionId;
}

/** A change of its policy is a new revision of what the policy is about. */
function renewed(
  record: FunctionRecord,
  of: {
    readonly qualifier: string;
    readonly revisionId: string;
    readonly version: FunctionVersion | undefined;
  },
): FunctionChange<void> {
  const { qualifier, revisionId, version } = of;
  if (findAlias(record, qualifier) !== undefined) {
    const aliases = record.aliases.map((alias) =>
      alias.name === qualifier ? { ...alias, revisionId } : alias,
    );
    return { record: { ...record, aliases }, result: undefined };
  }
  if (version !== undefined && versionNumber(version.version) !== undefined) {
    return { record, published: { ...version, revisionId }, result: undefined };
  }
  return { record: { ...record, latest: { ...record.latest, revisionId } }, result: undefined };
}
