// Books the samples of a CPU profile on stages: the innermost part of Headwater, or of Node's HTTP and
// sockets, on the stack of each. So what SQLite, crypto or JSON do counts for who called them.

import type { Profiler } from 'node:inspector';

/** Microseconds by stage, the largest first. */
export function stagesOf(profile: Profiler.Profile): [stage: string, microseconds: number][] {
  const parents = new Map<number, Profiler.ProfileNode>();
  const nodes = new Map<number, Profiler.ProfileNode>();
  for (const node of profile.nodes) {
    nodes.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node);
  }
  const sums = new Map<string, number>();
  const { samples = [], timeDeltas = [] } = profile;
  for (const [index, id] of samples.entries()) {
    const stage = stageOf(nodes.get(id), parents);
    sums.set(stage, (sums.get(stage) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

function stageOf(
  leaf: Profiler.ProfileNode | undefined,
  parents: ReadonlyMap<number, Profiler.ProfileNode>,
): string {
  for (let node = leaf; node !== undefined; node = parents.get(node.id)) {
    const stage = stageOfFrame(node.callFrame);
    if (stage !== undefined) return stage;
  }
  return 'other';
}

/** Undefined for what counts for its caller. */
function stageOfFrame({
  url,
  functionName,
}: Profiler.ProfileNode['callFrame']): string | undefined {
  const folder = /\/packages\/server\/src\/(.+)\/[^/]+$/.exec(url)?.[1];
  if (folder !== undefined) return folder;
  if (/^node:(_http|net|events|stream|internal\/(stream|http|timers|js_stream))/.test(url)) {
    return 'node:http and sockets';
  }
  switch (functionName) {
    case '(idle)':
      return 'idle';
    case '(garbage collector)':
      return 'garbage collection';
    case '(program)':
      return 'native, outside of JavaScript';
    default:
      return undefined;
  }
}
