// UpdateItem.

import { decodeItem } from '../../model/decode-item.ts';
import { encodeItem, parseItem } from '../../model/item-bytes.ts';
import { checkKey } from '../../model/item-key.ts';
import type { Scope } from '../../model/table.ts';
import {
  type AttributeUpdates,
  bindAttributeUpdates,
} from '../../expressions/legacy/attribute-updates.ts';
import type { Placeholders } from '../../expressions/placeholders.ts';
import { bindUpdate, type Update, updatedPaths } from '../../expressions/update.ts';
import type { Image } from '../../write/image.ts';
import { checkSentIndexKeys } from '../../write/index-keys.ts';
import type { WriteDone } from '../../write/item-write.ts';
import { checkUpdateOfKeys } from '../../write/key-paths.ts';
import type { DatabaseContext } from '../context.ts';
import type { UpdateRequest, WriteResult } from '../database.ts';
import { writeResult } from './put-item.ts';
import { bindAll, bindConditional } from './request-expressions.ts';
import { writeItem } from './write-item.ts';

export async function updateItem(
  context: DatabaseContext,
  scope: Scope,
  request: UpdateRequest,
): Promise<WriteResult> {
  const key = decodeItem(request.key);
  const { update, older, conditional } = bindAll(
    request,
    { texts: [request.update, request.condition] },
    (placeholders) => ({
      ...bindUpdateOf(request, placeholders),
      conditional: bindConditional(request, placeholders),
    }),
  );
  const target = { scope, table: request.table };
  const done = await writeItem(context, target, (table) => {
    checkKey(table.key, key);
    if (update !== undefined) checkUpdateOfKeys(table, update);
    if (older !== undefined) checkSentIndexKeys(table.indexes, older.sent);
    return { kind: 'update', key, ...(update === undefined ? {} : { update }), ...conditional };
  });
  return writeResult(request.table, done, returnedAttributes(request.returnValues, done, update));
}

/** `older` is `update` too, where it came as AttributeUpdates. */
function bindUpdateOf(
  { update: text, attributeUpdates }: UpdateRequest,
  placeholders: Placeholders,
): { readonly update?: Update; readonly older?: AttributeUpdates } {
  if (text !== undefined) return { update: bindUpdate(text, placeholders) };
  if (attributeUpdates === undefined) return {};
  const older = bindAttributeUpdates(attributeUpdates);
  return { update: older, older };
}

function returnedAttributes(
  returnValues: UpdateRequest['returnValues'],
  { before, after }: WriteDone,
  update: Update | undefined,
): Uint8Array | undefined {
  switch (returnValues) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.json;
    case 'ALL_NEW':
      return after?.json;
    case 'UPDATED_OLD':
      return touched(before, update);
    case 'UPDATED_NEW':
      return touched(after, update);
  }
}

/** What an image has at the paths that an update writes; undefined when that is nothing. */
export function touched(
  image: Image | undefined,
  update: Update | undefined,
): Uint8Array | undefined {
  if (image === undefined || update === undefined) return undefined;
  const paths = updatedPaths(update, parseItem(image.json));
  return Object.keys(paths).length === 0 ? undefined : encodeItem(paths);
}
