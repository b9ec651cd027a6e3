// Who read what lately: the pages that GetRecords answered with, for those who ask where a record went.
// In memory, and bounded: the newest pages that had records.

const mostPages = 4096;

export interface PageRead {
  readonly arn: string;
  readonly shard: string;
  /** The page's records are those at `after < position <= upTo` of the shard's lane. */
  readonly after: number;
  readonly upTo: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Tells chains of iterators apart (log/iterator-token.ts). */
  readonly reader: number;
  /** Who called, as far as the request tells. */
  readonly caller: string;
}

export class ReadJournal {
  readonly #pages: PageRead[] = [];
  #next = 0;

  note(page: PageRead): void {
    this.#pages[this.#next] = page;
    this.#next = (this.#next + 1) % mostPages;
  }

  /** Pages that held the record at a position, oldest first. */
  readsOf(record: {
    readonly arn: string;
    readonly shard: string;
    readonly position: number;
  }): PageRead[] {
    const { arn, shard, position } = record;
    return this.#pages
      .filter((page) => page.after < position && position <= page.upTo)
      .filter((page) => page.arn === arn && page.shard === shard)
      .toSorted((a, b) => a.at - b.at);
  }
}
