// What streams ought to do, as plain arrays: nothing here is stored, cached, indexed or asynchronous.
// The model knows ids of shards only once somebody has seen them (`id`); all else it says beforehand.

import {
  type Answer,
  type Change,
  dueAt,
  hashOf,
  isNumber,
  lastNumber,
  type ModelIterator,
  type ModelRecord,
  type ModelShard,
  type ModelStream,
  numberAt,
  type Partition,
  type Position,
  printed,
  type Table,
  type ViewType,
} from './model-state.ts';

const minuteMs = 60_000;
const hashSpace = 2 ** 32;
const iteratorLifeMs = 15 * minuteMs;

export class StreamModel {
  now: number;
  table: Table | undefined;
  readonly streams: ModelStream[] = [];
  readonly #lifetimeMs: number;
  readonly #retentionMs: number;
  #lastLabel = 0;
  /** Of deleted tables. */
  #lastPlace = 0;

  /** Milliseconds. */
  constructor(at: {
    readonly now: number;
    readonly lifetimeMs: number;
    readonly retentionMs: number;
  }) {
    this.now = at.now;
    this.#lifetimeMs = at.lifetimeMs;
    this.#retentionMs = at.retentionMs;
  }

  // Tables

  createTable(asked: {
    readonly partitions: number;
    readonly viewType: ViewType | undefined;
    readonly retentionMs: number | undefined;
  }): Answer<string | undefined> {
    if (this.table !== undefined) return { refused: 'table-exists' };
    const { partitions: count, viewType, retentionMs } = asked;
    const edge = (index: number): number => Math.floor((index * hashSpace) / count);
    const partitions = Array.from({ length: count }, (_, lane) => ({
      from: edge(lane),
      to: edge(lane + 1),
      lane,
      place: Math.max(this.now, this.#lastPlace + 1),
    }));
    const rest = { stream: undefined, hasTimeToLive: false, hasRecovery: false };
    this.table = { items: new Map(), partitions, retentionMs, ...rest };
    return { value: viewType === undefined ? undefined : this.#openStream(this.table, viewType) };
  }

  deleteTable(): Answer<undefined> {
    const { table } = this;
    if (table === undefined) return { refused: 'table-not-found' };
    if (table.stream !== undefined) this.#closeStream(table);
    this.#lastPlace = Math.max(this.#lastPlace, ...table.partitions.map(({ place }) => place));
    this.table = undefined;
    return { value: undefined };
  }

  /** Enables a stream with a view type, and disables it without. */
  setStream(viewType: ViewType | undefined): Answer<string | undefined> {
    const { table } = this;
    if (table === undefined) return { refused: 'table-not-found' };
    if (viewType === undefined) {
      if (table.stream === undefined) return { refused: 'stream-not-enabled' };
      this.#closeStream(table);
      return { value: undefined };
    }
    if (table.stream !== undefined) return { refused: 'stream-enabled' };
    return { value: this.#openStream(table, viewType) };
  }

  setRetention(retentionMs: number | undefined): Answer<undefined> {
    if (this.table === undefined) return { refused: 'table-not-found' };
    this.table.retentionMs = retentionMs;
    this.#trim();
    return { value: undefined };
  }

  setTimeToLive(isEnabled: boolean): Answer<undefined> {
    if (this.table === undefined) return { refused: 'table-not-found' };
    if (this.table.hasTimeToLive === isEnabled) return { refused: 'invalid' };
    this.table.hasTimeToLive = isEnabled;
    this.#expireItems();
    return { value: undefined };
  }

  setRecovery(isEnabled: boolean): Answer<undefined> {
    if (this.table === undefined) return { refused: 'table-not-found' };
    this.table.hasRecovery = isEnabled;
    return { value: undefined };
  }

  // Items

  write(changes: readonly Change[]): Answer<undefined> {
    if (this.table === undefined) return { refused: 'table-not-found' };
    for (const change of changes) this.#change(this.table, change, false);
    this.#expireItems();
    return { value: undefined };
  }

  // Shards

  /** Of every partition, or of that of one open shard. Answers with the shards that changed. */
  split(shard: ModelShard | undefined): Answer<readonly ModelShard[]> {
    const { table } = this;
    if (table === undefined) return { refused: 'table-not-found' };
    if (shard !== undefined && !isOpenIn(table, shard)) return { refused: 'invalid' };
    const changed: ModelShard[] = [];
    let nextLane = 1 + Math.max(...table.partitions.map(({ lane }) => lane));
    table.partitions = table.partitions.flatMap((partition): Partition[] => {
      if (shard !== undefined && partition.shard !== shard) return [partition];
      const middle = Math.floor((partition.from + partition.to) / 2);
      const place = partition.place + 1;
      const halves: Partition[] = [
        { from: partition.from, to: middle, lane: nextLane, place },
        { from: middle, to: partition.to, lane: nextLane + 1, place },
      ];
      nextLane += 2;
      const parent = partition.shard;
      if (parent !== undefined) {
        this.#close(partition);
        for (const half of halves) this.#open(half, table.stream as ModelStream, parent);
        changed.push(parent, ...halves.map((half) => half.shard as ModelShard));
      }
      return halves;
    });
    return { value: changed };
  }

  roll(shard: ModelShard | undefined): Answer<readonly ModelShard[]> {
    const { table } = this;
    if (table === undefined) return { refused: 'table-not-found' };
    if (table.stream === undefined) return { refused: 'invalid' };
    if (shard !== undefined && !isOpenIn(table, shard)) return { refused: 'invalid' };
    return { value: this.#roll(table, (one) => shard === undefined || one === shard) };
  }

  /** Answers with those of the shards that remain. */
  trim(shard: ModelShard | undefined, upTo: string | undefined): Answer<readonly ModelShard[]> {
    if (shard === undefined && upTo !== undefined) return { refused: 'invalid' };
    const chosen = this.#listed().filter((one) => shard === undefined || one === shard);
    if (this.openStreams().length === 0) return { refused: 'invalid' };
    if (shard !== undefined && chosen.length === 0) return { refused: 'invalid' };
    for (const one of chosen) {
      if (upTo === undefined) continue;
      if (upTo < one.start || upTo > lastNumber(one) || !isNumber(upTo)) {
        return { refused: 'invalid' };
      }
    }
    for (const one of chosen) {
      const taken = one.records.filter(({ number }) => upTo === undefined || number <= upTo).length;
      one.trimmed = Math.max(one.trimmed, taken);
      if (one.end !== undefined && taken === one.records.length) one.isGone = true;
      for (let old = one.parent; old !== undefined; old = old.parent) old.isGone = true;
    }
    this.#forgetStreams();
    return { value: chosen.filter(({ isGone }) => !isGone) };
  }

  expire(shard: ModelShard | undefined): Answer<readonly ModelShard[]> {
    const chosen = this.#listed().filter((one) => shard === undefined || one === shard);
    if (this.openStreams().length === 0) return { refused: 'invalid' };
    if (shard !== undefined && chosen.length === 0) return { refused: 'invalid' };
    for (const one of chosen) one.expiries += 1;
    return { value: chosen };
  }

  // Reading

  iterator(stream: ModelStream, shard: ModelShard, position: Position): Answer<ModelIterator> {
    if (stream.isGone) return { refused: 'stream-not-found' };
    if (shard.isGone || !stream.shards.includes(shard)) return { refused: 'shard-not-found' };
    const { records, trimmed, expiries } = shard;
    const at = (behind: number): Answer<ModelIterator> => ({
      value: { stream, shard, position: behind, issuedAt: this.now, expiries },
    });
    if (position.type === 'TRIM_HORIZON') return at(trimmed);
    if (position.type === 'LATEST') return at(records.length);
    const { type, sequenceNumber: asked } = position;
    if (!isNumber(asked) || asked < shard.start || asked > lastNumber(shard)) {
      return { refused: 'invalid' };
    }
    const isBehind = ({ number }: ModelRecord): boolean =>
      type === 'AT_SEQUENCE_NUMBER' ? number < asked : number <= asked;
    const behind = records.filter(isBehind).length;
    return behind < trimmed ? { refused: 'trimmed' } : at(behind);
  }

  read(
    { stream, shard, position, issuedAt, expiries }: ModelIterator,
    limit: number,
  ): Answer<{ readonly records: readonly ModelRecord[]; readonly next?: ModelIterator }> {
    if (this.now - issuedAt > iteratorLifeMs) return { refused: 'iterator-expired' };
    if (stream.isGone) return { refused: 'stream-not-found' };
    if (shard.isGone) return { refused: 'trimmed' };
    if (expiries < shard.expiries) return { refused: 'iterator-expired' };
    if (position < shard.trimmed) return { refused: 'trimmed' };
    const records = shard.records.slice(position, position + limit);
    const next = position + records.length;
    if (shard.end !== undefined && next === shard.records.length) return { value: { records } };
    const iterator = { stream, shard, position: next, issuedAt: this.now, expiries };
    return { value: { records, next: iterator } };
  }

  /** Streams that are listed, oldest first. */
  openStreams(): ModelStream[] {
    return this.streams.filter(({ isGone }) => !isGone);
  }

  // Time

  /** What is due on the way happens at its moment; what went meanwhile is gone at the end. */
  advanceTo(time: number): void {
    for (;;) {
      const due = Math.min(this.nextRollover(), this.nextExpiry());
      if (due > time) break;
      this.now = due;
      this.#rollOld();
      this.#expireItems();
    }
    this.now = time;
    this.#trim();
  }

  /** The server was away until now; what became due meanwhile happens now. */
  reopenAt(time: number): void {
    this.now = time;
    this.#rollOld();
    this.#expireItems();
    this.#trim();
  }

  /** When an item is due next; Infinity when none is. */
  nextExpiry(): number {
    const { table } = this;
    if (table === undefined || !table.hasTimeToLive) return Infinity;
    return Math.min(...[...table.items.values()].map(dueAt));
  }

  nextRollover(): number {
    if (this.#lifetimeMs === 0) return Infinity;
    const open = (this.table?.partitions ?? []).flatMap(({ shard }) => shard ?? []);
    return this.#lifetimeMs + Math.min(...open.map(({ openedAt }) => openedAt));
  }

  #rollOld(): void {
    const { table } = this;
    if (table?.stream === undefined || this.#lifetimeMs === 0) return;
    this.#roll(table, ({ openedAt }) => openedAt + this.#lifetimeMs <= this.now);
  }

  #expireItems(): void {
    const { table } = this;
    if (table === undefined || !table.hasTimeToLive) return;
    const due = [...table.items].filter(([, item]) => dueAt(item) <= this.now);
    due.sort(([, a], [, b]) => dueAt(a) - dueAt(b));
    for (const [key] of due) this.#change(table, { key, after: undefined }, true);
  }

  /** Takes what was due at the last full minute. */
  #trim(): void {
    const minute = Math.floor(this.now / minuteMs) * minuteMs;
    for (const stream of this.openStreams()) {
      const asked = stream.isEnabled ? this.table?.retentionMs : stream.retentionMs;
      const horizon = minute - (asked ?? this.#retentionMs);
      for (const shard of stream.shards) {
        const old = shard.records.filter(({ time }) => time <= horizon).length;
        shard.trimmed = Math.max(shard.trimmed, old);
        if (shard.closedAt !== undefined && shard.closedAt <= horizon) shard.isGone = true;
      }
    }
    this.#forgetStreams();
  }

  #forgetStreams(): void {
    for (const stream of this.streams) {
      if (!stream.isEnabled && stream.shards.every(({ isGone }) => isGone)) stream.isGone = true;
    }
  }

  #listed(): ModelShard[] {
    return this.openStreams().flatMap(({ shards }) => shards.filter(({ isGone }) => !isGone));
  }

  #change(table: Table, { key, after }: Change, byTimeToLive: boolean): void {
    const before = table.items.get(key);
    if (printed(before) === printed(after)) return;
    if (after === undefined) table.items.delete(key);
    else table.items.set(key, after);
    if (table.stream === undefined && !table.hasRecovery) return;
    const hash = hashOf(key);
    const home = table.partitions.find(({ from, to }) => from <= hash && hash < to) as Partition;
    home.place += 1;
    const number = numberAt(home);
    home.shard?.records.push({ key, before, after, time: this.now, number, byTimeToLive });
  }

  #roll(table: Table, isChosen: (shard: ModelShard) => boolean): ModelShard[] {
    const changed: ModelShard[] = [];
    for (const partition of table.partitions) {
      const parent = partition.shard;
      if (parent === undefined || !isChosen(parent)) continue;
      this.#close(partition);
      this.#open(partition, table.stream as ModelStream, parent);
      changed.push(parent, partition.shard as ModelShard);
    }
    return changed;
  }

  #openStream(table: Table, viewType: ViewType): string {
    this.#lastLabel = Math.max(this.now, this.#lastLabel + 1);
    const label = new Date(this.#lastLabel).toISOString().slice(0, -1);
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/${label}`;
    const stream = { arn, viewType, shards: [], isEnabled: true, isGone: false };
    table.stream = stream;
    this.streams.push(stream);
    for (const partition of table.partitions) this.#open(partition, stream, undefined);
    return arn;
  }

  #closeStream(table: Table): void {
    const stream = table.stream as ModelStream;
    stream.isEnabled = false;
    if (table.retentionMs !== undefined) stream.retentionMs = table.retentionMs;
    for (const partition of table.partitions) this.#close(partition);
    table.stream = undefined;
  }

  #open(partition: Partition, stream: ModelStream, parent: ModelShard | undefined): void {
    const shard: ModelShard = {
      parent,
      lane: partition.lane,
      start: numberAt(partition),
      openedAt: Math.max(this.now, parent === undefined ? 0 : parent.openedAt + 1),
      records: [],
      trimmed: 0,
      expiries: 0,
      isGone: false,
    };
    partition.shard = shard;
    stream.shards.push(shard);
  }

  /** What comes next in the partition begins one place further. */
  #close(partition: Partition): void {
    const shard = partition.shard as ModelShard;
    shard.end = numberAt(partition);
    shard.closedAt = Math.max(this.now, shard.openedAt);
    delete partition.shard;
    partition.place += 1;
  }
}

function isOpenIn(table: Table, shard: ModelShard): boolean {
  return table.partitions.some((partition) => partition.shard === shard);
}
