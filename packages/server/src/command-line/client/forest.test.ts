import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forest } from './forest.ts';

interface Node {
  readonly id: string;
  readonly parent: string | undefined;
}

function drawn(nodes: readonly Node[]): string[] {
  return forest(nodes, (node) => node).map(({ node, branch }) => `${branch}${node.id}`);
}

test('children stand below their parents, behind branches', () => {
  const nodes = [
    { id: 'a', parent: undefined },
    { id: 'b', parent: 'a' },
    { id: 'c', parent: 'a' },
    { id: 'd', parent: 'b' },
    { id: 'e', parent: 'c' },
    { id: 'f', parent: 'gone' },
    { id: 'g', parent: 'd' },
    { id: 'h', parent: 'f' },
  ];
  expect(drawn(nodes)).toEqual([
    'a',
    '├─ b',
    '│  └─ d',
    '│     └─ g',
    '└─ c',
    '   └─ e',
    'f',
    '└─ h',
  ]);
});

test('every node is there once, right below its parent by one level', () => {
  // Parents come before their children, and -1 is one that is gone.
  const parents = fc.array(fc.nat(), { maxLength: 30 }).map((choices) =>
    choices.map((choice, index) => ({
      id: String(index),
      parent: index === 0 ? undefined : String((choice % (index + 1)) - 1),
    })),
  );
  fc.assert(
    fc.property(parents, (nodes) => {
      const planted = forest(nodes, (node) => node);
      expect(planted.map(({ node }) => node).toSorted(byId)).toEqual(nodes.toSorted(byId));
      const path: string[] = [];
      for (const { node, branch } of planted) {
        path.length = branch.length / 3;
        const isRoot = node.parent === undefined || node.parent === '-1';
        expect(path.at(-1)).toBe(isRoot ? undefined : node.parent);
        path.push(node.id);
      }
    }),
  );
});

function byId(a: Node, b: Node): number {
  return Number(a.id) - Number(b.id);
}
