// The emulator, loaded by the first request for it: most servers never get one, and it takes a third of a second.

import { type Emulator, EmulatorUnavailable } from './emulator.ts';

/** `load` is called anew after it failed. */
export function lazyEmulator(load: () => Promise<Emulator>): Emulator {
  let loading: Promise<Emulator> | undefined;
  let loaded: Emulator | undefined;
  let closed = false;
  async function ready(): Promise<Emulator> {
    if (closed) throw new EmulatorUnavailable('The server is stopping.');
    loading ??= load();
    try {
      return (loaded = await loading);
    } catch (error) {
      loading = undefined;
      throw error;
    }
  }
  return {
    async serve(request, response, target) {
      return (await ready()).serve(request, response, target);
    },
    async call(request, target) {
      return (await ready()).call(request, target);
    },
    endWaiting() {
      loaded?.endWaiting();
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      // One that could not be loaded holds nothing; whoever asked for it heard of it.
      const running = await loading?.catch(() => undefined);
      await running?.[Symbol.asyncDispose]();
    },
  };
}
