// The faults that are in force, in memory, and which of them hit a call.

import type { CheckedCall, Interference } from '../../api/call-interceptor.ts';
import { isoTime } from '../../base/iso-time.ts';
import type { Runtime } from '../../base/runtime.ts';
import { checkFault, type CheckedFault, type FaultsOfOperation } from './check-fault.ts';
import type { Fault, FaultKind, FaultRequest } from './fault.ts';

/** What the faults have decided about one call. */
export interface FaultDecision {
  readonly latencyMs: number;
  readonly interference?: Interference;
}

/** How many calls of an operation a kind of fault has hit. */
export interface FaultHits {
  readonly fault: FaultKind;
  readonly operation: string;
  readonly count: number;
}

interface Rule extends CheckedFault {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly until: number;
  hits: number;
}

export class FaultRegistry {
  readonly #runtime: Runtime;
  readonly #faultsOf: FaultsOfOperation;
  /** In the order in which they were added. */
  readonly #rules = new Map<string, Rule>();
  /** By fault and operation, so no more than there are of them. */
  readonly #hits = new Map<string, FaultHits>();
  #added = 0;

  constructor(runtime: Runtime, faultsOf: FaultsOfOperation) {
    this.#runtime = runtime;
    this.#faultsOf = faultsOf;
  }

  /** False when no fault can hit a call. */
  get active(): boolean {
    return this.#rules.size > 0;
  }

  /** The result goes on telling of the fault when it is over. Throws ControlError. */
  add(request: FaultRequest): () => Fault {
    const checked = checkFault({ ...request }, this.#faultsOf);
    this.#added += 1;
    const rule: Rule = {
      ...checked,
      id: `fault-${this.#added}`,
      until: this.#runtime.clock.now() + (checked.forMs ?? Number.POSITIVE_INFINITY),
      hits: 0,
    };
    this.#rules.set(rule.id, rule);
    return () => faultOf(rule);
  }

  /** Those in force, in the order in which they were added. */
  list(): Fault[] {
    this.#forgetEnded();
    return [...this.#rules.values()].map(faultOf);
  }

  /** False when it was not in force any more. A call that waits already goes on waiting. */
  remove(id: string): boolean {
    this.#forgetEnded();
    return this.#rules.delete(id);
  }

  /** How many there were. */
  clear(): number {
    const { length } = this.list();
    this.#rules.clear();
    return length;
  }

  /** What was hit since the server started, by faults that are gone too. */
  hits(): readonly FaultHits[] {
    return [...this.#hits.values()];
  }

  /** Latencies add up; of the others the first that was added wins, and the rest do not count as hits. */
  decide(call: CheckedCall): FaultDecision {
    this.#forgetEnded();
    let tables: readonly string[] | undefined;
    const tablesOf = (): readonly string[] => (tables ??= call.tables());
    let latencyMs = 0;
    let interference: Interference | undefined;
    for (const rule of this.#rules.values()) {
      if (rule.fault !== 'latency' && interference !== undefined) continue;
      if (!this.#matches(rule, call, tablesOf) || !this.#strikes(rule)) continue;
      this.#hit(rule, call.operation);
      latencyMs += rule.latencyMs;
      interference ??= interferenceOf(rule);
    }
    return interference === undefined ? { latencyMs } : { latencyMs, interference };
  }

  #forgetEnded(): void {
    const now = this.#runtime.clock.now();
    for (const { id, until } of this.#rules.values()) if (now >= until) this.#rules.delete(id);
  }

  #matches(rule: Rule, call: CheckedCall, tablesOf: () => readonly string[]): boolean {
    const { fault, operations, table, region, account } = rule;
    const { operation, scope } = call;
    const named =
      operations === undefined
        ? fault === 'latency' || this.#faultsOf(operation)?.includes(fault) === true
        : operations.includes(operation);
    return (
      named &&
      (region === undefined || region === scope.region) &&
      (account === undefined || account === scope.account) &&
      (table === undefined || tablesOf().includes(table))
    );
  }

  #strikes({ share }: Rule): boolean {
    if (share === 1) return true;
    const drawn = Buffer.from(this.#runtime.randomBytes(6)).readUIntBE(0, 6);
    return drawn / 2 ** 48 < share;
  }

  #hit(rule: Rule, operation: string): void {
    rule.hits += 1;
    if (rule.hits === rule.times) this.#rules.delete(rule.id);
    const { fault } = rule;
    const key = `${fault}/${operation}`;
    const count = (this.#hits.get(key)?.count ?? 0) + 1;
    this.#hits.set(key, { fault, operation, count });
  }
}

function interferenceOf({ fault, message }: Rule): Interference | undefined {
  switch (fault) {
    case 'latency':
      return undefined;
    case 'reset':
    case 'reset-after':
      return { fault };
    case 'throttle':
    case 'limit':
    case 'internal':
      return message === undefined ? { fault } : { fault, message };
  }
}

function faultOf(rule: Rule): Fault {
  const { id, fault, operations, table, region, account, share, times, until } = rule;
  const { latencyMs, message, hits } = rule;
  return {
    id,
    fault,
    ...(operations !== undefined && { operation: operations }),
    ...(table !== undefined && { table }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    share,
    ...(times !== undefined && { times: times - hits }),
    ...(Number.isFinite(until) && { until: isoTime(until) }),
    ...(fault === 'latency' && { latency: latencyMs }),
    ...(message !== undefined && { message }),
    hits,
  };
}
