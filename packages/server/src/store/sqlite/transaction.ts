// One SQLite transaction that holds many commits. It remembers what it changed: for the barrier, which
// hides it until it is durable, and for a rollback, which has to put the cached lanes back.

import type { Key, Value } from '../store.ts';
import { keyText } from './key-text.ts';
import type { Lane, Lanes } from './lanes.ts';
import { PAGE_BYTES } from './schema.ts';
import type { Statements } from './statements.ts';

/** The oldest entries of a lane, up to and including a position, and how large they are together. */
export interface TrimStep {
  readonly upTo: number;
  readonly bytes: number;
}

export class Transaction {
  /** Keys put or deleted. */
  readonly keys: Key[] = [];
  /** Bytes read and written so far: the measure of the work done. */
  bytes = 0;
  /** About how many pages the commit writes to the WAL. */
  pages = 0;
  readonly #statements: Statements;
  readonly #lanes: Lanes;
  readonly #before = new Map<Lane, Pick<Lane, 'head' | 'trimmed'>>();
  readonly #added: Lane[] = [];
  /** Keys that were looked for, in vain, and have not been put since. */
  readonly #absent = new Set<string>();

  constructor(statements: Statements, lanes: Lanes) {
    this.#statements = statements;
    this.#lanes = lanes;
  }

  /** Lanes that gained entries or were trimmed. */
  get lanes(): Iterable<Lane> {
    return this.#before.keys();
  }

  get changed(): boolean {
    return this.keys.length > 0 || this.#before.size > 0;
  }

  get(key: Key): Value | undefined {
    const value = this.#statements.get.get(key)?.[0];
    if (value === undefined) this.#absent.add(keyText(key));
    this.bytes += key.length + (value?.length ?? 0);
    return value;
  }

  head(name: string): number {
    return this.#lanes.get(name)?.head ?? 0;
  }

  put(key: Key, value: Value): void {
    this.keys.push(key);
    this.bytes += key.length + value.length;
    this.pages += 1 + value.length / PAGE_BYTES;
    // Most puts replace, and an update of an existing row costs less than half of an upsert. Of an insert,
    // the update in vain is a seventh.
    const isAbsent = this.#absent.size > 0 && this.#absent.delete(keyText(key));
    if (isAbsent || this.#statements.update.run(key, value).changes === 0) {
      this.#statements.insert.run(key, value);
    }
  }

  delete(key: Key): void {
    this.keys.push(key);
    this.bytes += key.length;
    this.pages += 2;
    this.#statements.delete.run(key);
  }

  append(name: string, entry: Value): void {
    const lane = this.#lanes.get(name) ?? this.#addLane(name);
    this.#remember(lane);
    this.bytes += entry.length;
    this.pages += entry.length / PAGE_BYTES;
    this.#statements.append.run(lane.number, lane.head + 1, entry);
    lane.head += 1;
  }

  trim(lane: Lane, { upTo, bytes }: TrimStep): void {
    this.#remember(lane);
    this.bytes += bytes;
    this.pages += bytes / PAGE_BYTES;
    this.#statements.trim.run(lane.number, lane.trimmed, upTo);
    this.#statements.setTrimmed.run(lane.number, upTo);
    lane.trimmed = upTo;
  }

  /** After a rollback. */
  restoreLanes(): void {
    for (const [lane, before] of this.#before) Object.assign(lane, before);
    for (const lane of this.#added) this.#lanes.remove(lane);
  }

  #addLane(name: string): Lane {
    const lane = this.#lanes.add(name);
    this.#added.push(lane);
    this.#statements.addLane.run(lane.number, name);
    return lane;
  }

  #remember(lane: Lane): void {
    if (!this.#before.has(lane)) {
      this.pages += 1;
      this.#before.set(lane, { head: lane.head, trimmed: lane.trimmed });
    }
  }
}
