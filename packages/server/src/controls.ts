// The control surface put together: the same controls for the routes, and for whoever embeds the server.

import type { Route } from './api/http/routes.ts';
import type { TurnableClock } from './base/turnable-clock.ts';
import { clockRoutes } from './control/clock/clock-routes.ts';
import { functionControl, type Functions } from './control/functions/function-control.ts';
import { functionRoutes } from './control/functions/function-routes.ts';
import { mappingControl, type Mappings } from './control/mappings/mapping-control.ts';
import { mappingRoutes } from './control/mappings/mapping-routes.ts';
import { recordControl, type Records } from './control/records/record-control.ts';
import { recordRoutes } from './control/records/record-routes.ts';
import { usualScope } from './control/scope.ts';
import { shardControl, type Shards } from './control/shards/shard-control.ts';
import { shardRoutes } from './control/shards/shard-routes.ts';
import type { RecordWaits } from './control/waits/record-waits.ts';
import { waitRoutes } from './control/waits/wait-routes.ts';
import type { OpenDatabase } from './database/open-database.ts';
import { developmentMappings } from './followers/triggers/mappings/development-mappings.ts';
import type { MappingService } from './followers/triggers/mappings/mapping-service.ts';
import { developmentFunctions } from './lambda/functions/development.ts';
import type { FunctionService } from './lambda/functions/open-functions.ts';
import type { StreamLog } from './log/stream-log.ts';
import type { Scope } from './model/table.ts';

/** `usual` is the scope of requests that name none. */
export interface Controls {
  shards(usual: Scope): Shards;
  records(usual: Scope): Records;
  functions(usual: Scope): Functions;
  mappings(usual: Scope): Mappings;
}

export function controlsOf(parts: {
  readonly clock: TurnableClock;
  readonly database: OpenDatabase;
  readonly streams: StreamLog;
  readonly waits: RecordWaits;
  readonly functions: FunctionService;
  readonly mappings: MappingService;
}): Controls & { readonly routes: readonly Route[] } {
  const { database, streams, waits } = parts;
  const functions = developmentFunctions(parts.functions);
  const mappings = developmentMappings(parts.mappings, streams);
  const triggers = { mappings, engine: () => parts.mappings.engine };
  const controls: Controls = {
    shards: (usual) => shardControl(database, usual),
    records: (usual) => recordControl({ database, streams, waits, triggers }, usual),
    functions: (usual) => functionControl({ functions, mappings }, usual),
    mappings: (usual) => mappingControl(triggers, usual),
  };
  return {
    ...controls,
    routes: [
      ...clockRoutes(parts.clock),
      ...shardRoutes(controls.shards(usualScope)),
      ...recordRoutes(controls.records(usualScope)),
      ...waitRoutes(waits),
      ...functionRoutes(controls.functions(usualScope), functions),
      ...mappingRoutes(controls.mappings(usualScope)),
    ],
  };
}
