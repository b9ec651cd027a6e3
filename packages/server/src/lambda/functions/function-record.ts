// What the store keeps of a function: under its own key everything but the versions that were published,
// which never change and have keys of their own.

import type { FunctionVersion } from './function.ts';

export const LATEST = '$LATEST';

/** A name for a version, or for two of them by chance. */
export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revisionId: string;
  /** A second version, and the part of the invocations that goes to it: 0 to 1. */
  readonly additional?: { readonly version: string; readonly weight: number };
}

/** One statement of a resource policy, as IAM writes it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}

/** The statements about one qualifier. */
export interface QualifierPolicy {
  /** Empty for the function itself. */
  readonly qualifier: string;
  readonly statements: readonly PolicyStatement[];
}

/** What becomes of asynchronous invocations that fail. */
export interface EventConfig {
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly maxRetries?: number;
  readonly maxAgeSeconds?: number;
  /** ARNs; empty for none. */
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface FunctionRecord {
  /** Version `$LATEST`. */
  readonly latest: FunctionVersion;
  /** Goes up with every change of the code or the configuration. */
  readonly content: number;
  /** The number of the newest version that was ever published; 0 before the first. */
  readonly lastVersion: number;
  /** The content that it was published from. */
  readonly publishedContent?: number;
  /** Numbers of the versions that there are, in order. */
  readonly versions: readonly number[];
  /** In the order of their names, as what follows is in that of the qualifiers. */
  readonly aliases: readonly Alias[];
  readonly policies: readonly QualifierPolicy[];
  readonly eventConfigs: readonly EventConfig[];
  readonly tags: Readonly<Record<string, string>>;
  /** 0 lets nobody invoke it. */
  readonly reservedConcurrency?: number;
}
