// Puts together what event source mappings need. What runs them is loaded when there is one to run.

import type { Logger } from './base/logger.ts';
import type { Runtime } from './base/runtime.ts';
import type { CloudServices } from './cloud/cloud-services.ts';
import { MappingService } from './followers/triggers/mappings/mapping-service.ts';
import { tableStreamSource } from './followers/triggers/mappings/table-streams.ts';
import { roleOf } from './followers/triggers/sources/role-of.ts';
import type { LazyKinesis } from './kinesis/lazy-kinesis.ts';
import type { FunctionService } from './lambda/functions/open-functions.ts';
import { MappingCatalog } from './lambda/mappings/mapping-catalog.ts';
import type { StreamLog } from './log/stream-log.ts';
import type { Store } from './store/store.ts';

export function openMappings(parts: {
  readonly store: Store;
  readonly streams: StreamLog;
  readonly kinesis: Pick<LazyKinesis, 'open'>;
  readonly functions: FunctionService;
  /** Where what is given up goes. */
  readonly cloud: CloudServices;
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly transitionMs: number;
}): MappingService {
  const { store, streams, kinesis, functions, cloud, runtime, log, transitionMs } = parts;
  return new MappingService({
    catalog: new MappingCatalog(store),
    functions: functions.catalog,
    sources: {
      dynamodb: tableStreamSource(streams),
      async kinesis(scope, arn) {
        const { isKinesisSource } = await import('./followers/triggers/sources/kinesis-source.ts');
        return isKinesisSource(await kinesis.open(), scope, arn);
      },
    },
    async openEngine() {
      const [{ openTriggerEngine }, { kinesisSources }, { openDelivery }] = await Promise.all([
        import('./followers/triggers/open-trigger-engine.ts'),
        import('./followers/triggers/sources/kinesis-source.ts'),
        import('./followers/delivery/open-delivery.ts'),
      ]);
      const { invocations, catalog } = functions;
      const delivery = openDelivery({ cloud, runtime, log });
      const open = () => kinesis.open();
      const sources = [kinesisSources({ open, roleOf: (mapping) => roleOf(catalog, mapping) })];
      return openTriggerEngine({ store, invocations, delivery, sources, runtime, log });
    },
    runtime,
    transitionMs,
    log,
  });
}
