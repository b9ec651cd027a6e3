// What must be true of one item's history: of the writes that clients sent, the records of its stream and
// the item in the table. Pure, so that its own tests can show that it finds what it is there to find.
//
// Time is a count that grows with everything that clients do. A write took effect at one moment between
// `began` and `acknowledged`; one that was never acknowledged took effect later than `began`, or never.

/** An item, as the writers make it. */
export interface Version {
  /** The write that made it. */
  readonly by: string;
  /** How many updates it has had since it was put. */
  readonly count: number;
  readonly filler: string;
}

export interface Write {
  readonly id: string;
  readonly kind: 'put' | 'update' | 'delete';
  /** Of a put. */
  readonly filler: string;
  readonly began: number;
  /** Infinity while it is not. */
  readonly acknowledged: number;
  /** What the acknowledgement says was there before; undefined when it does not say. */
  readonly replaced?: Version | 'nothing';
}

export interface Change {
  readonly kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly before: Version | undefined;
  readonly after: Version | undefined;
}

export interface History {
  /** The item before all writes. */
  readonly start: Version | undefined;
  readonly writes: readonly Write[];
  /** In the order of the stream. */
  readonly changes: readonly Change[];
  /** The item in the table after all writes. */
  readonly end: Version | undefined;
}

/** Says of everything that is wrong with a history what it is; an empty list when all is well. */
export function historyProblems(history: History): string[] {
  const problems = chainProblems(history);
  const causes = causesOf(history, problems);
  const times = timesOf(causes);
  for (const [index, { earliest, latest }] of times.entries()) {
    if (earliest > latest) problems.push(`change ${index} stands in the wrong place`);
  }
  attributeRemovals(history, { causes, times, problems });
  const effective = new Set(causes);
  for (const write of history.writes) {
    if (effective.has(write) || write.acknowledged === Infinity) continue;
    if (!canHaveDoneNothing(write, history, times)) {
      problems.push(`${write.kind} ${write.id} was acknowledged and is not in the stream`);
    }
  }
  return problems;
}

/** Each change begins with what the one before left, and the table holds what the last one left. */
function chainProblems({ start, changes, end }: History): string[] {
  const problems: string[] = [];
  let state = start;
  for (const [index, { kind, before, after }] of changes.entries()) {
    const expected = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
    if (kind !== expected) problems.push(`change ${index} says ${kind} and is ${expected}`);
    if (!isSame(before, state)) {
      problems.push(`change ${index} begins with ${show(before)} instead of ${show(state)}`);
    }
    if (isSame(before, after)) problems.push(`change ${index} changes nothing`);
    state = after;
  }
  if (!isSame(state, end)) {
    problems.push(`the table holds ${show(end)}, the stream ends with ${show(state)}`);
  }
  return problems;
}

type Causes = (Write | undefined)[];

/** The write behind each change, as far as the change or an acknowledgement names it. */
function causesOf({ writes, changes }: History, problems: string[]): Causes {
  const byId = new Map(writes.map((write) => [write.id, write]));
  const deletes = new Map(writes.flatMap((write) => removed(write).map((by) => [by, write])));
  const used = new Set<Write>();
  return changes.map((change, index) => {
    const { before, after } = change;
    const cause = after === undefined ? deletes.get(before?.by ?? '') : byId.get(after.by);
    if (cause === undefined) {
      if (after !== undefined) problems.push(`change ${index} to ${show(after)} has no write`);
      return undefined;
    }
    if (used.has(cause)) problems.push(`${cause.kind} ${cause.id} is in the stream twice`);
    used.add(cause);
    if (!isEffect(change, cause)) {
      problems.push(`change ${index} to ${show(after)} is not what ${cause.kind} ${cause.id} does`);
    }
    return cause;
  });
}

/** The version that an acknowledged delete says it removed. */
function removed({ kind, replaced }: Write): string[] {
  return kind !== 'delete' || replaced === undefined || replaced === 'nothing' ? [] : [replaced.by];
}

function isEffect({ before, after }: Change, write: Write): boolean {
  const { id, filler, replaced } = write;
  if (replaced !== undefined && !isSame(before, replaced === 'nothing' ? undefined : replaced)) {
    return false;
  }
  switch (write.kind) {
    case 'put':
      return isSame(after, { by: id, count: 0, filler });
    case 'update':
      return isSame(after, {
        by: id,
        count: (before?.count ?? 0) + 1,
        filler: before?.filler ?? '',
      });
    case 'delete':
      return after === undefined;
  }
}

interface Moment {
  readonly earliest: number;
  readonly latest: number;
}

/** When each change can have happened: not before what stands before it, nor after what follows it. */
function timesOf(causes: Causes): Moment[] {
  const latest: number[] = [];
  let bound = Infinity;
  for (const cause of causes.toReversed()) {
    bound = Math.min(bound, cause?.acknowledged ?? Infinity);
    latest.unshift(bound);
  }
  let earliest = -Infinity;
  return causes.map((cause, index) => {
    earliest = Math.max(earliest, cause?.began ?? -Infinity);
    return { earliest, latest: latest[index] ?? Infinity };
  });
}

/** Finds a write for each removal that none names: a delete of its time that did not say what it did. */
function attributeRemovals(
  { writes, changes }: History,
  found: {
    readonly causes: Causes;
    readonly times: readonly Moment[];
    readonly problems: string[];
  },
): void {
  const candidates = writes
    .filter(({ kind, replaced }) => kind === 'delete' && replaced === undefined)
    .toSorted((a, b) => a.acknowledged - b.acknowledged);
  for (const [index, { before, after }] of changes.entries()) {
    const time = found.times[index];
    if (after !== undefined || found.causes[index] !== undefined || time === undefined) continue;
    // The one that had to happen first: then the others are left for the later removals.
    const chosen = candidates.findIndex((write) => overlaps(write, time));
    if (chosen < 0) found.problems.push(`change ${index} from ${show(before)} has no delete`);
    else found.causes[index] = candidates.splice(chosen, 1)[0];
  }
}

/** Whether a delete without a change can have met no item. */
function canHaveDoneNothing(
  write: Write,
  { start, changes }: History,
  times: readonly Moment[],
): boolean {
  if (write.kind !== 'delete') return false;
  if (write.replaced !== undefined && write.replaced !== 'nothing') return false;
  const states = [start, ...changes.map(({ after }) => after)];
  return states.some(
    (state, index) =>
      state === undefined &&
      overlaps(write, {
        earliest: times[index - 1]?.earliest ?? -Infinity,
        latest: times[index]?.latest ?? Infinity,
      }),
  );
}

function overlaps({ began, acknowledged }: Write, { earliest, latest }: Moment): boolean {
  return Math.max(began, earliest) <= Math.min(acknowledged, latest);
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a?.by === b?.by && a?.count === b?.count && a?.filler === b?.filler;
}

function show(version: Version | undefined): string {
  return version === undefined ? 'nothing' : `${version.by} (count ${version.count})`;
}
