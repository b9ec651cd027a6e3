// The functions that there are, in the store. Every change of a function is one commit on its record.

import { bytesBehind } from '../../base/bytes.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import {
  allFunctionsRange,
  allFunctionVersionsRange,
  functionKey,
  functionsRange,
  functionVersionKey,
} from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { recordsIn } from '../catalog-records.ts';
import { functionArn, type FunctionName, type FunctionVersion } from './function.ts';
import { FunctionRefused } from './function-refusal.ts';
import { LATEST, type FunctionRecord } from './function-record.ts';

/** What a change makes of a function. */
export interface FunctionChange<T> {
  /** Absent when the function stays as it is, null when it goes, with its versions. */
  readonly record?: FunctionRecord | null;
  readonly published?: FunctionVersion;
  /** A version that goes. */
  readonly removed?: number;
  readonly result: T;
}

export class FunctionCatalog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async find(name: FunctionName): Promise<FunctionRecord | undefined> {
    const [bytes] = await this.#store.get([functionKey(name)]);
    return bytes === undefined ? undefined : decodeRecord<FunctionRecord>(bytes);
  }

  /** @throws FunctionRefused when there is none */
  async get(name: FunctionName): Promise<FunctionRecord> {
    const record = await this.find(name);
    if (record === undefined) throw notFound(name);
    return record;
  }

  /** `$LATEST` or a published version. @throws FunctionRefused when there is none */
  async version(name: FunctionName, version: string): Promise<FunctionVersion> {
    const found = await this.findVersion(name, version);
    if (found === undefined) throw notFound(name, version);
    return found;
  }

  async findVersion(name: FunctionName, version: string): Promise<FunctionVersion | undefined> {
    if (version === LATEST) return (await this.find(name))?.latest;
    const number = versionNumber(version);
    if (number === undefined) return undefined;
    const [bytes] = await this.#store.get([functionVersionKey(name, number)]);
    return bytes === undefined ? undefined : decodeRecord<FunctionVersion>(bytes);
  }

  /** Functions of the scope behind a name, in order. */
  list(scope: Scope, after?: string): AsyncGenerator<FunctionRecord> {
    const { from, to } = functionsRange(scope);
    return recordsIn<FunctionRecord>(this.#store, {
      from: after === undefined ? from : bytesBehind(functionKey({ ...scope, name: after })),
      to,
    });
  }

  /** Every version of every function of all scopes, `$LATEST` too, in no order. */
  async *allVersions(): AsyncGenerator<FunctionVersion> {
    for await (const { latest } of recordsIn<FunctionRecord>(this.#store, allFunctionsRange())) {
      yield latest;
    }
    yield* recordsIn<FunctionVersion>(this.#store, allFunctionVersionsRange());
  }

  /**
   * Changes a function as `decide` says, which is pure, may be called again, and throws FunctionRefused to
   * refuse. It gets undefined when there is no such function.
   */
  change<T>(
    name: FunctionName,
    decide: (record: FunctionRecord | undefined) => FunctionChange<T>,
  ): Promise<T> {
    const key = functionKey(name);
    return this.#store.commit({
      lanes: ['catalog'],
      reads: [key],
      decide({ values: [bytes] }) {
        const before = bytes === undefined ? undefined : decodeRecord<FunctionRecord>(bytes);
        const { record, published, removed, result } = decide(before);
        const puts: [Uint8Array, Uint8Array][] = [];
        if (record !== undefined && record !== null) puts.push([key, encodeRecord(record)]);
        if (published !== undefined) {
          const number = Number(published.version);
          puts.push([functionVersionKey(name, number), encodeRecord(published)]);
        }
        const gone =
          record === null ? (before?.versions ?? []) : removed === undefined ? [] : [removed];
        const deletes = gone.map((version) => functionVersionKey(name, version));
        if (record === null) deletes.push(key);
        return { puts, deletes, result };
      },
    });
  }
}

/** Undefined when the text is not the number of a version. */
export function versionNumber(version: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
}

export function notFound(name: FunctionName, qualifier?: string): FunctionRefused {
  return new FunctionRefused({ kind: 'function-not-found', arn: functionArn(name, qualifier) });
}
