// The suite that every engine passes: what `store.ts` promises, as tests. An engine's own test file calls
// `storeContract` and adds only what is particular to it.

import { describe } from 'vitest';
import { commitContract } from './contract/commits.ts';
import { disposalContract } from './contract/disposal.ts';
import { growthContract } from './contract/growth.ts';
import { logContract } from './contract/log.ts';
import { modelContract } from './contract/model.ts';
import { rangeContract } from './contract/ranges.ts';
import { reopeningContract } from './contract/reopening.ts';
import type { EngineUnderTest } from './contract/test-store.ts';

export function storeContract(name: string, engine: EngineUnderTest): void {
  describe(`store contract: ${name}`, () => {
    commitContract(engine);
    rangeContract(engine);
    logContract(engine);
    growthContract(engine);
    disposalContract(engine);
    if (engine.isPersistent) reopeningContract(engine);
    modelContract(engine);
  });
}
