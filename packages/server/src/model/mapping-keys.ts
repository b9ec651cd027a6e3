// Where event source mappings lie in the store's ordered key space:
//
//   18 account 00 region 00 uuid       event source mapping (JSON)
//   19 account 00 region 00 hash:32    the mapping that a function and a stream have (JSON)
//
// `hash:32` is SHA-256 of the two ARNs, which together are longer than a key should be.

import { concatBytes } from '../base/bytes.ts';
import { type KeyRange, named, rangeOfPrefix } from './storage-keys.ts';
import type { Scope } from './table.ts';

const kind = { mapping: 0x18, mappedPair: 0x19 } as const;

export function mappingKey({
  account,
  region,
  uuid,
}: Scope & { readonly uuid: string }): Uint8Array {
  return named(kind.mapping, [account, region, uuid]);
}

/** Event source mappings of the scope, in the order of their UUIDs. */
export function mappingsRange({ account, region }: Scope): KeyRange {
  return rangeOfPrefix(named(kind.mapping, [account, region, '']));
}

/** Event source mappings of all scopes. */
export function allMappingsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.mapping));
}

export function mappedPairKey({ account, region }: Scope, hash: Uint8Array): Uint8Array {
  return concatBytes([named(kind.mappedPair, [account, region, '']), hash]);
}
