// The runtimes, loaded and started by the first invocation: a server that invokes nothing does without.

import type { Invoker } from '../runtimes/invoker.ts';

export function lazyInvoker(start: () => Promise<Invoker>): Invoker {
  let starting: Promise<Invoker> | undefined;
  let started: Invoker | undefined;
  async function ready(): Promise<Invoker> {
    if (started !== undefined) return started;
    starting ??= start();
    try {
      return (started = await starting);
    } catch (error) {
      // The next invocation tries again.
      starting = undefined;
      throw error;
    }
  }
  return {
    async invoke(request) {
      return (started ?? (await ready())).invoke(request);
    },
    retire(name) {
      started?.retire(name);
    },
    logsOf(name) {
      return started?.logsOf(name) ?? [];
    },
    async [Symbol.asyncDispose]() {
      // One that could not be started holds nothing; whoever invoked heard of it.
      const running = await starting?.catch(() => undefined);
      await running?.[Symbol.asyncDispose]();
    },
  };
}
