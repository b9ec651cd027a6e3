// Bounds what the bodies of all requests in flight take together: each is bounded by itself, but many
// at once would still fill the memory.

/** The server holds as much as it may; the request has to be tried again later. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

export class BodyBudget {
  readonly #maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What all requests hold together. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** What one request holds; its `release` is called once the request has been answered. */
  open(): BodyShare {
    let held = 0;
    return {
      take: (bytes) => {
        if (this.#heldBytes + bytes > this.#maxBytes) throw new Overloaded();
        held += bytes;
        this.#heldBytes += bytes;
      },
      release: () => {
        this.#heldBytes -= held;
        held = 0;
      },
    };
  }
}

export interface BodyShare {
  /** @throws Overloaded */
  take(bytes: number): void;
  release(): void;
}
