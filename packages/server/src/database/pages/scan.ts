import { hashRange } from '../../model/storage-keys.ts';
import type { Scope } from '../../model/table.ts';
import type { DatabaseContext } from '../context.ts';
import type { PageResult, ScanRequest } from '../database.ts';
import { bindScan } from './page-expressions.ts';
import { pageOf, tableForPage } from './page-result.ts';
import { checkedStartKey, rangeAfterStart } from './start-key.ts';

const hashSpace = 2 ** 32;

export async function scan(
  context: DatabaseContext,
  scope: Scope,
  request: ScanRequest,
): Promise<PageResult> {
  const { filter, projection } = bindScan(request);
  const table = await tableForPage(context, scope, request);
  const { index, total } = request.segment ?? { index: 0, total: 1 };
  const from = Math.floor((index * hashSpace) / total);
  const to = Math.floor(((index + 1) * hashSpace) / total);
  const all = hashRange(table.number, from, to);
  const range =
    request.startKey === undefined
      ? all
      : rangeAfterStart(
          all,
          { key: checkedStartKey(request.startKey, table.key), table },
          'forward',
        );
  return pageOf(context, request, { table, range, direction: 'forward', filter, projection });
}
