// The event source mappings that there are, in the store. Every change of a mapping is one commit on its record,
// which also keeps functions and streams from being mapped to each other twice.

import { bytesBehind } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import {
  allMappingsRange,
  mappedPairKey,
  mappingKey,
  mappingsRange,
} from '../../model/mapping-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { recordsIn } from '../catalog-records.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { MappingRecord } from './mapping-record.ts';

export interface MappingId extends Scope {
  readonly uuid: string;
}

/** What the store keeps of a pair. */
interface PairRecord {
  readonly uuid: string;
}

/** What a change makes of a mapping: null when it goes, and as it is when `record` is absent. */
export interface MappingChange<T> {
  readonly record?: MappingRecord | null;
  readonly result: T;
}

export class MappingCatalog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async find(id: MappingId): Promise<MappingRecord | undefined> {
    const [bytes] = await this.#store.get([mappingKey(id)]);
    return bytes === undefined ? undefined : decodeRecord<MappingRecord>(bytes);
  }

  /** Those of the scope behind a UUID, in the order of their UUIDs. */
  list(scope: Scope, after?: string): AsyncGenerator<MappingRecord> {
    const { from, to } = mappingsRange(scope);
    return recordsIn<MappingRecord>(this.#store, {
      from: after === undefined ? from : bytesBehind(mappingKey({ ...scope, uuid: after })),
      to,
    });
  }

  /** Those of all scopes. */
  all(): AsyncGenerator<MappingRecord> {
    return recordsIn<MappingRecord>(this.#store, allMappingsRange());
  }

  /** Undefined when it was added, or else the UUID of the mapping that has the pair. */
  add(record: MappingRecord): Promise<string | undefined> {
    const { mapping } = record;
    const pair = pairKeyOf(mapping);
    return this.#store.commit<string | undefined>({
      lanes: ['catalog'],
      reads: [pair],
      decide({ values: [taken] }) {
        if (taken !== undefined) return { result: decodeRecord<PairRecord>(taken).uuid };
        return { puts: putsOf(record), result: undefined };
      },
    });
  }

  /**
   * Changes a mapping as `decide` says, which is pure, may be called again, and throws to refuse. It gets undefined
   * when there is no such mapping.
   */
  change<T>(
    id: MappingId,
    decide: (record: MappingRecord | undefined) => MappingChange<T>,
  ): Promise<T> {
    const key = mappingKey(id);
    return this.#store.commit({
      lanes: ['catalog'],
      reads: [key],
      decide({ values: [bytes] }) {
        const before = bytes === undefined ? undefined : decodeRecord<MappingRecord>(bytes);
        const { record, result } = decide(before);
        if (record === undefined) return { result };
        if (record === null) {
          const deletes = before === undefined ? [] : [key, pairKeyOf(before.mapping)];
          return { deletes, result };
        }
        return { puts: [[key, encodeRecord(record)]], result };
      },
    });
  }

  /**
   * The same of one that gets another function: the UUID of the mapping that has the function and the stream
   * already, if one has.
   */
  changeFunction(
    mapping: EventSourceMapping,
    functionArn: string,
    decide: (record: MappingRecord | undefined) => MappingRecord,
  ): Promise<{ readonly record: MappingRecord } | { readonly takenBy: string }> {
    const key = mappingKey(mapping);
    const pair = pairKey(mapping, functionArn, mapping.eventSourceArn);
    return this.#store.commit<{ readonly record: MappingRecord } | { readonly takenBy: string }>({
      lanes: ['catalog'],
      reads: [key, pair],
      decide({ values: [bytes, taken] }) {
        const before = bytes === undefined ? undefined : decodeRecord<MappingRecord>(bytes);
        const record = decide(before);
        if (taken !== undefined) {
          return { result: { takenBy: decodeRecord<PairRecord>(taken).uuid } };
        }
        const deletes = before === undefined ? [] : [pairKeyOf(before.mapping)];
        return { puts: putsOf(record), deletes, result: { record } };
      },
    });
  }
}

function putsOf(record: MappingRecord): [Uint8Array, Uint8Array][] {
  const { mapping } = record;
  const pair: PairRecord = { uuid: mapping.uuid };
  return [
    [mappingKey(mapping), encodeRecord(record)],
    [pairKeyOf(mapping), encodeRecord(pair)],
  ];
}

function pairKeyOf(mapping: EventSourceMapping): Uint8Array {
  return pairKey(mapping, mapping.settings.functionArn, mapping.eventSourceArn);
}

function pairKey(scope: Scope, functionArn: string, eventSourceArn: string): Uint8Array {
  return mappedPairKey(scope, sha256([functionArn, '\0', eventSourceArn]));
}
