import type { NewTable } from '../database.ts';

/** A table `name` with partition key `p` (S), and sort key `s` of the type asked for. */
export function tableOf(
  name: string,
  options: Partial<NewTable> & { readonly sort?: 'S' | 'N' | 'B' } = {},
): NewTable {
  const { sort, ...rest } = options;
  return {
    name,
    keySchema: [
      { name: 'p', role: 'HASH' },
      ...(sort === undefined ? [] : [{ name: 's', role: 'RANGE' } as const]),
    ],
    attributes: [
      { name: 'p', type: 'S' },
      ...(sort === undefined ? [] : [{ name: 's', type: sort }]),
    ],
    billing: 'PAY_PER_REQUEST',
    ...rest,
  };
}
