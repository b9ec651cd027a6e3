// Keeps the LastProcessingResult of mappings in the catalog as it changes. Of a mapping whose result changes
// faster than it is written, the newest is written.

import type { MappingCatalog, MappingId } from '../../../lambda/mappings/mapping-catalog.ts';

export class Results {
  readonly #catalog: MappingCatalog;
  readonly #onFailure: (error: unknown, id: MappingId) => void;
  readonly #newest = new Map<string, { readonly id: MappingId; readonly result: string }>();
  #writing: Promise<void> | undefined;

  constructor(catalog: MappingCatalog, onFailure: (error: unknown, id: MappingId) => void) {
    this.#catalog = catalog;
    this.#onFailure = onFailure;
  }

  note(id: MappingId, result: string): void {
    this.#newest.set(id.uuid, { id, result });
    this.#writing ??= this.#write();
  }

  /** Resolves when all that was noted is written; at once when it is. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (;;) {
      const [next] = this.#newest.values();
      if (next === undefined) break;
      const { id, result } = next;
      this.#newest.delete(id.uuid);
      await this.#keep(id, result).catch((error: unknown) => this.#onFailure(error, id));
    }
    this.#writing = undefined;
  }

  #keep(id: MappingId, lastProcessingResult: string): Promise<void> {
    return this.#catalog.change<void>(id, (record) =>
      record === undefined
        ? { result: undefined }
        : {
            record: { ...record, mapping: { ...record.mapping, lastProcessingResult } },
            result: undefined,
          },
    );
  }
}
