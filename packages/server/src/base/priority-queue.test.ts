import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PriorityQueue, type QueueEntry } from './priority-queue.ts';

test('is empty at first', () => {
  const queue = new PriorityQueue<string>();
  expect(queue.first()).toBeUndefined();
  expect(queue.size).toBe(0);
});

test('does not take out an entry twice, nor one of another queue', () => {
  const queue = new PriorityQueue<string>();
  const other = new PriorityQueue<string>();
  const entry = queue.add(1, 'a');
  queue.add(2, 'b');
  expect(other.delete(entry)).toBe(false);
  expect(queue.delete(entry)).toBe(true);
  expect(queue.delete(entry)).toBe(false);
  expect(queue.first()?.value).toBe('b');
});

test('is a list that is sorted by priority and arrival, whatever is added and taken out', () => {
  const priority = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Infinity));
  const step = fc.oneof(
    { weight: 3, arbitrary: priority.map((priority) => ({ priority })) },
    { weight: 2, arbitrary: fc.nat().map((index) => ({ index })) },
    { weight: 1, arbitrary: fc.constant('first' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const queue = new PriorityQueue<number>();
      const model: QueueEntry<number>[] = [];
      const takeOut = (entry: QueueEntry<number> | undefined) => {
        if (entry === undefined) return;
        expect(queue.delete(entry)).toBe(true);
        model.splice(model.indexOf(entry), 1);
      };
      for (const [arrival, step] of steps.entries()) {
        if (step === 'first') takeOut(queue.first());
        else if ('index' in step) takeOut(model[step.index % model.length]);
        else model.push(queue.add(step.priority, arrival));
        // Array.sort is stable, and the model is in the order of arrival.
        const [first] = model.toSorted((a, b) =>
          a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0,
        );
        expect(queue.first()).toBe(first);
        expect(queue.size).toBe(model.length);
      }
    }),
  );
});
