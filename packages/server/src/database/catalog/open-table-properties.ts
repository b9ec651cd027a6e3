// The part of the database that is about time to live and tags.

import type { DatabaseContext } from '../context.ts';
import type { TableProperties } from './table-properties.ts';
import { listTags, tagTable, untagTable } from './table-tags.ts';
import { changeTimeToLive, describeTimeToLive } from './time-to-live.ts';

/** Told when there is something to do in the background. */
interface PropertyWatch {
  indexesChanged(): void;
  tagsChanged(): void;
}

export function tablePropertiesOf(context: DatabaseContext, watch: PropertyWatch): TableProperties {
  return {
    async changeTimeToLive(scope, name, change) {
      await changeTimeToLive(context, scope, { name, change });
      watch.indexesChanged();
    },
    describeTimeToLive: (scope, name) => describeTimeToLive(context, scope, name),
    async tagTable(scope, name, tags) {
      await tagTable(context, scope, { name, tags });
      watch.tagsChanged();
    },
    async untagTable(scope, name, keys) {
      await untagTable(context, scope, { name, keys });
      watch.tagsChanged();
    },
    listTags: (scope, name) => listTags(context, scope, name),
  };
}
