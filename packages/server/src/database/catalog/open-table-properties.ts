// The part of the database that is about time to live and tags.

import type { DatabaseContext } from '../context.ts';
import type { TableProperties } from './table-properties.ts';
import { listTags, tagTable, untagTable } from './table-tags.ts';
import { changeTimeToLive, describeTimeToLive } from './time-to-live.ts';

/** `wake` is called when there is something to do in the background. */
export function tablePropertiesOf(context: DatabaseContext, wake: () => void): TableProperties {
  return {
    async changeTimeToLive(scope, name, change) {
      await changeTimeToLive(context, scope, { name, change });
      wake();
    },
    describeTimeToLive: (scope, name) => describeTimeToLive(context, scope, name),
    tagTable: (scope, name, tags) => tagTable(context, scope, { name, tags }),
    untagTable: (scope, name, keys) => untagTable(context, scope, { name, keys }),
    listTags: (scope, name) => listTags(context, scope, name),
  };
}
