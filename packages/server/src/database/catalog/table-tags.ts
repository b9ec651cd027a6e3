// Tags of tables: TagResource, UntagResource, ListTagsOfResource, and CreateTable's. Rules and texts as
// observed on AWS.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import { checkRetentionTag } from '../retention/asked-retention.ts';
import type { Tag } from './table-properties.ts';
import { changeableTable } from './changeable-table.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import type { KnownTable } from './table-catalog.ts';

const mostTags = 50;
const tooMany = 'Number of Tags exceed the current limit for the provided ResourceArn';
const longestKey = 128;
const longestValue = 256;
/** Letters, digits and spaces of any script, and a few signs. */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Tags = TableDefinition['tags'];

/** @throws InvalidInput, Refused */
export async function tagTable(
  context: DatabaseContext,
  scope: Scope,
  { name, tags }: { readonly name: string; readonly tags: readonly Tag[] },
): Promise<void> {
  if (tags.length === 0) throw rule('Atleast one Tag needs to be provided as Input.');
  const added = checkedTags(tags);
  await changeTags(context, scope, name, (present) => {
    const all = new Map([...Object.entries(present), ...Object.entries(added)]);
    if (all.size > mostTags) throw rule(tooMany);
    return Object.fromEntries(all);
  });
}

/** @throws InvalidInput, Refused */
export async function untagTable(
  context: DatabaseContext,
  scope: Scope,
  { name, keys }: { readonly name: string; readonly keys: readonly string[] },
): Promise<void> {
  if (keys.length === 0) throw rule('Atleast one Tag Key needs to be provided as Input.');
  for (const key of keys) checkKey(key);
  if (keys.length > mostTags) throw rule(tooMany);
  const removed = new Set(keys);
  await changeTags(context, scope, name, (present) =>
    Object.fromEntries(Object.entries(present).filter(([key]) => !removed.has(key))),
  );
}

export async function listTags(
  { catalog }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<readonly Tag[]> {
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  return Object.entries(table.definition.tags).map(([key, value]) => ({ key, value }));
}

/** @throws InvalidInput */
export function checkedTags(tags: readonly Tag[]): Tags {
  const checked = new Map<string, string>();
  for (const { key, value } of tags) {
    checkKey(key);
    if (!fits(value, longestValue))
      throw rule(`The Tag Value provided is invalid, Value: ${value}`);
    if (key.startsWith('aws:')) throw rule(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    if (checked.has(key)) {
      throw rule(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    checked.set(key, value);
  }
  if (checked.size > mostTags) throw rule(tooMany);
  const known = Object.fromEntries(checked);
  checkRetentionTag(known);
  return known;
}

function checkKey(key: string): void {
  if (key === '' || !fits(key, longestKey)) {
    throw rule(`The Tag Key provided is invalid, Key: ${key}`);
  }
}

function fits(text: string, longest: number): boolean {
  return text.length <= longest && tagText.test(text);
}

async function changeTags(
  context: DatabaseContext,
  scope: Scope,
  name: string,
  change: (present: Tags) => Tags,
): Promise<void> {
  const { store, catalog } = context;
  const find = async (): Promise<KnownTable> => changeableTable(context, scope, name);
  await commitOnTable<void>(store, catalog, { scope, name, find }, (table) => ({
    lanes: allLanes(table),
    reads: [],
    decide(): Decision<void> {
      const { definition, key } = table;
      const changed: TableDefinition = { ...definition, tags: change(definition.tags) };
      return { puts: [[key, encodeRecord(changed)]], result: undefined };
    },
  }));
  catalog.forget(scope, name);
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
