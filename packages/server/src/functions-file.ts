// Follows the file of `--functions`, for a server that has one: nothing of it is loaded otherwise.

import { resolve } from 'node:path';
import type { Logger } from './base/logger.ts';
import type { Configuration } from './control/configuration/open-configuration.ts';
import type { Controls } from './controls.ts';
import type { OpenDatabase } from './database/open-database.ts';
import { enabledStream } from './followers/triggers/mappings/table-streams.ts';
import type { StreamLog } from './log/stream-log.ts';
import { streamArn } from './model/stream.ts';
import type { Scope } from './model/table.ts';

export interface FunctionsFile extends AsyncDisposable {
  /** The database for whoever may give a table a stream: triggers may wait for it. */
  readonly database: OpenDatabase;
  /** Applies the file, and from then on its changes. Rejects with ControlError. */
  open(parts: {
    readonly controls: Pick<Controls, 'functions' | 'mappings'>;
    readonly streams: StreamLog;
    readonly log: Logger;
    /** Of functions that name no scope. */
    readonly usual: Scope;
  }): Promise<void>;
  settled(): Promise<void>;
}

export function functionsFile(path: string | undefined, database: OpenDatabase): FunctionsFile {
  let configuration: Configuration | undefined;
  return {
    database: path === undefined ? database : told(database, () => configuration?.tablesChanged()),
    async open({ controls, streams, log, usual }) {
      if (path === undefined) return;
      const { openConfiguration } = await import('./control/configuration/open-configuration.ts');
      configuration = await openConfiguration({
        file: resolve(path),
        functions: controls.functions(usual),
        mappings: controls.mappings(usual),
        async streamOf(scope, table) {
          const stream = await enabledStream(streams, { ...usual, ...scope }, table);
          return stream === undefined ? undefined : streamArn(stream);
        },
        log,
      });
    },
    async settled() {
      await configuration?.settled();
    },
    async [Symbol.asyncDispose]() {
      await configuration?.[Symbol.asyncDispose]();
    },
  };
}

function told(database: OpenDatabase, tablesChanged: () => void): OpenDatabase {
  return {
    ...database,
    async createTable(...call) {
      const view = await database.createTable(...call);
      tablesChanged();
      return view;
    },
    async updateTable(...call) {
      const view = await database.updateTable(...call);
      tablesChanged();
      return view;
    },
  };
}
