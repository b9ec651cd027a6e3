// ListTables.

import type { ListTablesCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation } from '../operation.ts';
import { integer, structure } from '../validation/shape.ts';
import { plainTableName } from './shapes.ts';

const MAX_PAGE = 100;

export const listTables = defineOperation<ListTablesCommandInput>({
  name: 'ListTables',
  style: { plane: 'tables', prefixed: false },
  input: structure('ListTablesInput', {
    ExclusiveStartTableName: plainTableName,
    Limit: integer({ min: 1, max: MAX_PAGE }),
  }),
  async run({ scope, database }, input) {
    const { names, more } = await database.listTables(scope, {
      limit: input.Limit ?? MAX_PAGE,
      ...(input.ExclusiveStartTableName === undefined
        ? {}
        : { after: input.ExclusiveStartTableName }),
    });
    return {
      value: { TableNames: names, ...(more ? { LastEvaluatedTableName: names.at(-1) } : {}) },
    };
  },
});
