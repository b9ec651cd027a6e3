// A binary heap: the entry with the lowest priority first, equal ones in the order in which they came.
// Entries can be taken out from anywhere.

export interface QueueEntry<T> {
  readonly priority: number;
  readonly value: T;
}

class Entry<T> implements QueueEntry<T> {
  readonly priority: number;
  readonly value: T;
  readonly #arrival: number;
  /** Where it is in the heap; -1 when it is not there any more. */
  place = -1;

  constructor(priority: number, value: T, arrival: number) {
    this.priority = priority;
    this.value = value;
    this.#arrival = arrival;
  }

  goesBefore(other: Entry<T>): boolean {
    return this.priority === other.priority
      ? this.#arrival < other.#arrival
      : this.priority < other.priority;
  }
}

export class PriorityQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #arrivals = 0;

  get size(): number {
    return this.#heap.length;
  }

  first(): QueueEntry<T> | undefined {
    return this.#heap[0];
  }

  /** The entry is what `delete` takes. `priority` must not be NaN. */
  add(priority: number, value: T): QueueEntry<T> {
    this.#arrivals += 1;
    const entry = new Entry(priority, value, this.#arrivals);
    this.#put(entry, this.#heap.length);
    this.#rise(entry);
    return entry;
  }

  /** False when it was not in this queue any more. */
  delete(given: QueueEntry<T>): boolean {
    if (!(given instanceof Entry) || this.#heap[given.place] !== given) return false;
    const { place } = given as Entry<T>;
    given.place = -1;
    const last = this.#heap.pop();
    if (last !== undefined && last !== given) {
      this.#put(last, place);
      this.#rise(last);
      this.#sink(last);
    }
    return true;
  }

  #put(entry: Entry<T>, place: number): void {
    this.#heap[place] = entry;
    entry.place = place;
  }

  #rise(entry: Entry<T>): void {
    for (;;) {
      const parent = this.#heap[(entry.place - 1) >> 1];
      if (parent === undefined || parent.goesBefore(entry)) return;
      this.#swap(parent, entry);
    }
  }

  #sink(entry: Entry<T>): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1];
      const right = this.#heap[2 * entry.place + 2];
      const child = left !== undefined && right?.goesBefore(left) === true ? right : left;
      if (child === undefined || entry.goesBefore(child)) return;
      this.#swap(entry, child);
    }
  }

  #swap(upper: Entry<T>, lower: Entry<T>): void {
    const { place } = upper;
    this.#put(upper, lower.place);
    this.#put(lower, place);
  }
}
