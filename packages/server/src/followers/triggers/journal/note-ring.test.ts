import { expect, test } from 'vitest';
import type { RecordStep } from '../trigger-report.ts';
import { NoteRing } from './note-ring.ts';

const at = (time: number): RecordStep => ({ type: 'discarded', at: time });

test('a record has the notes of its ranges, and of the lists that name it', () => {
  const ring = new NoteRing();
  ring.add({ shardId: 's', records: { from: '9', to: '11' }, step: at(1) });
  ring.add({ shardId: 't', records: { from: '9', to: '11' }, step: at(2) });
  ring.add({ shardId: 's', records: { numbers: ['9', '12'] }, step: at(3) });
  expect(ring.stepsOf('s', '9')).toEqual([at(1), at(3)]);
  expect(ring.stepsOf('s', '10')).toEqual([at(1)]);
  expect(ring.stepsOf('s', '12')).toEqual([at(3)]);
  expect(ring.stepsOf('s', '100')).toEqual([]);
});

test('a note may become another', () => {
  const ring = new NoteRing();
  const note = { shardId: 's', records: { from: '1', to: '2' }, step: at(1) };
  ring.add(note);
  note.step = at(2);
  expect(ring.stepsOf('s', '1')).toEqual([at(2)]);
});

test('the oldest are forgotten, by their number and by the records that they name', () => {
  const ring = new NoteRing();
  for (let time = 0; time < 5000; time += 1) {
    ring.add({ shardId: 's', records: { from: '1', to: '1' }, step: at(time) });
  }
  const times = ring.stepsOf('s', '1').map((step) => (step.type === 'discarded' ? step.at : -1));
  expect(times).toEqual(Array.from({ length: 1000 }, (_, index) => 4000 + index));
  const numbers = Array.from({ length: 4000 }, (_, index) => `n${index}`);
  for (let time = 0; time < 5; time += 1) {
    ring.add({ shardId: 's', records: { numbers }, step: at(time) });
  }
  expect(ring.stepsOf('s', 'n3999')).toEqual([at(3), at(4)]);
});

test('one that names more than may be kept is there until the next', () => {
  const ring = new NoteRing();
  const numbers = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
  ring.add({ shardId: 's', records: { numbers }, step: at(1) });
  expect(ring.stepsOf('s', 'n7')).toEqual([at(1)]);
  ring.add({ shardId: 's', records: { numbers: ['n7'] }, step: at(2) });
  expect(ring.stepsOf('s', 'n7')).toEqual([at(2)]);
});
