// Background work: one round at a time, again whenever somebody wakes it.

export type Round = (stopped: () => boolean) => Promise<void>;

export class Background implements AsyncDisposable {
  readonly #round: Round;
  readonly #onFailure: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(round: Round, onFailure: (error: unknown) => void) {
    this.#round = round;
    this.#onFailure = onFailure;
  }

  /** Starts a round unless one is under way, in which case another follows it. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#running ??= this.#work()
      .catch(this.#onFailure)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Stops behind the step under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#round(() => this.#closed);
    }
  }
}
