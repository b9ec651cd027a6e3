// `npm run test:crash`: the crash test for as long as one likes, 5 minutes by default.
//
//   npm run test:crash -- --minutes 60 --seed 4711

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { crashRun, type CrashTotals } from './crash-run.ts';

/** One run ends, and the next begins with an empty directory, after so many kills. */
const killsOfRun = 50;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const minutes = Number(values.minutes);
const firstSeed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(firstSeed)) {
  throw new Error('--minutes takes a number above 0, --seed a whole number');
}

const until = Date.now() + minutes * 60_000;
let kills = 0;
for (let run = 0; Date.now() < until; run += 1) {
  const seed = firstSeed + run;
  const durability = run % 2 === 0 ? 'fsync' : 'os';
  console.log(`seed ${seed}, durability ${durability}`);
  const totals = await crashRun({
    seed,
    durability,
    goesOn(totals) {
      if (totals.kills % 10 === 0) console.log(`  ${shown(totals)}`);
      return totals.kills < killsOfRun && Date.now() < until;
    },
  });
  kills += totals.kills;
}
console.log(`Nothing lost, nothing invented in ${kills} kills (first seed ${firstSeed}).`);

function shown(totals: CrashTotals): string {
  const { kills, killsAtStart, acknowledged, unacknowledged, records, shards } = totals;
  return `${kills} kills (${killsAtStart} of a starting server): ${acknowledged} writes acknowledged, ${unacknowledged} not, ${records} records in ${shards} shards`;
}
