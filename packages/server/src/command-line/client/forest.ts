// Trees as text: each node on a line of its own, below its parent, behind the branch that leads to it.

interface Place {
  readonly id: string;
  readonly parent?: string | undefined;
}

export interface Planted<Node> {
  readonly node: Node;
  /** What stands before the node; '' for a root. */
  readonly branch: string;
}

/**
 * Siblings keep their order. A node is a root when its parent is not among the nodes. No node may be its
 * own ancestor.
 */
export function forest<Node>(
  nodes: readonly Node[],
  placeOf: (node: Node) => Place,
): Planted<Node>[] {
  const ids = new Set(nodes.map((node) => placeOf(node).id));
  const children = Map.groupBy(nodes, (node) => {
    const { parent } = placeOf(node);
    return parent !== undefined && ids.has(parent) ? parent : undefined;
  });

  const planted: Planted<Node>[] = [];
  function plant(siblings: readonly Node[], indent: string, isRoot: boolean): void {
    for (const [index, node] of siblings.entries()) {
      const last = index === siblings.length - 1;
      planted.push({ node, branch: isRoot ? '' : `${indent}${last ? '└─ ' : '├─ '}` });
      const below = isRoot ? '' : `${indent}${last ? '   ' : '│  '}`;
      plant(children.get(placeOf(node).id) ?? [], below, false);
    }
  }
  plant(children.get(undefined) ?? [], '', true);
  return planted;
}
