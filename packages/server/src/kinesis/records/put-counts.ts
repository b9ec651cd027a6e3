// What was written since the start, for metrics.

export class PutCounts {
  #records = 0;
  #bytes = 0;

  get records(): number {
    return this.#records;
  }

  /** Of data and partition keys. */
  get bytes(): number {
    return this.#bytes;
  }

  put(bytes: number): void {
    this.#records += 1;
    this.#bytes += bytes;
  }
}
