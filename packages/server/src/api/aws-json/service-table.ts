// The services behind `X-Amz-Target`, and their operations, each with its meter. What is not loaded at the start
// is loaded by its first call.

import type { CallMeter, CallMeters } from '../../control/metrics/call-meter.ts';
import type { Operation, Service, ServiceErrors } from '../operation.ts';

export interface MeteredOperation {
  readonly operation: Operation;
  readonly meter: CallMeter;
}

export interface KnownService {
  readonly signingName: string;
  readonly errors: ServiceErrors;
  readonly cbor: boolean;
  /** By the part of the target behind the dot. */
  readonly operations: ReadonlyMap<string, MeteredOperation>;
}

/** Loads a service at its first call; tried again when that failed. */
export type LoadService = () => Promise<Service>;

export class ServiceTable {
  readonly #meters: CallMeters;
  readonly #known = new Map<string, KnownService>();
  readonly #unloaded: ReadonlyMap<string, LoadService>;

  constructor(
    services: readonly Service[],
    /** By target prefix. */
    unloaded: ReadonlyMap<string, LoadService>,
    meters: CallMeters,
  ) {
    this.#meters = meters;
    this.#unloaded = unloaded;
    for (const service of services) this.#add(service);
  }

  /** By the target of a call; at once when it is loaded. Undefined when there is none. */
  find(target: string): KnownService | Promise<KnownService> | undefined {
    const prefix = target.slice(0, Math.max(0, target.indexOf('.')));
    const known = this.#known.get(prefix);
    if (known !== undefined) return known;
    return this.#unloaded
      .get(prefix)?.()
      .then((service) => this.#add(service));
  }

  #add(service: Service): KnownService {
    const { targetPrefix, signingName, errors, operations, cbor = false } = service;
    // Without its version.
    const [name = ''] = targetPrefix.split('_');
    const known: KnownService = {
      signingName,
      errors,
      cbor,
      operations: new Map(
        operations.map((operation) => [
          operation.name,
          { operation, meter: this.#meters.meterOf(name, operation.name) },
        ]),
      ),
    };
    this.#known.set(targetPrefix, known);
    return known;
  }
}
