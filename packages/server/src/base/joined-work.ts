// Waits for the work of those who told how to wait for it.

/** Resolves when nothing is under way; at once, without a turn of the event loop, when nothing is. */
export type Settled = () => Promise<void>;

interface Member {
  readonly settled: Settled;
}

/** The first error of each member that failed. */
export type Failures = Map<Member, unknown>;

/** Ends waiting for those who are never done, or who do not resolve at once when they are. */
const mostPasses = 20;

export class JoinedWork {
  readonly #members = new Set<Member>();

  /** Returns what ends the membership. */
  join(settled: Settled): () => void {
    const member = { settled };
    this.#members.add(member);
    return () => {
      this.#members.delete(member);
    };
  }

  /**
   * Lets what can run now run for a turn of the event loop, and waits for all members. What one of them
   * did may have given work to another, so all are asked again, until all say at once that nothing is
   * under way. Adds to `failures` what `settled` of members threw.
   */
  async done(failures: Failures): Promise<void> {
    for (let pass = 0; pass < mostPasses; pass += 1) {
      await turn();
      // After a turn, all is done that needs no other turn: who settles at once now had nothing to do.
      const all = Promise.all([...this.#members].map((member) => settle(member, failures)));
      const atOnce = settlesAtOnce(all);
      await all;
      if (await atOnce) return;
    }
  }
}

async function settle(member: Member, failures: Failures): Promise<void> {
  try {
    await member.settled();
  } catch (error) {
    if (!failures.has(member)) failures.set(member, error);
  }
}

/** One turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Whether it settles before anything but promises gets its turn. Node.js runs what `nextTick` was given
 * by promise code when no promise reaction is left to run. To be called from such code.
 */
function settlesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    void promise.then(() => resolve(true));
    process.nextTick(() => resolve(false));
  });
}
