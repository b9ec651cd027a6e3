// `npm run sim`: runs of the simulation for as many seeds as one likes.
//
//   npm run sim -- --seeds 300           seeds 0 to 299
//   npm run sim -- --seed 17             that one

import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '0' },
  },
});
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
if (!Number.isInteger(first) || !(count > 0)) {
  throw new Error('--seed and --from take a whole number, --seeds one above 0');
}

let failed = 0;
const totals: Record<string, number> = {};
const begun = performance.now();
for (let seed = first; seed < first + count; seed += 1) {
  const problems = await simulate(seed).then(
    ({ problems: found, counts }) => {
      for (const [name, many] of Object.entries(counts)) {
        totals[name] = (totals[name] ?? 0) + many;
      }
      return found;
    },
    (error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  );
  if (problems.length === 0) continue;
  failed += 1;
  console.log(`seed ${seed}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`${count} runs in ${seconds} s, ${failed} of them failed.`);
console.log(
  Object.entries(totals)
    .map(([name, many]) => `${name} ${many}`)
    .join(', '),
);
if (failed > 0) process.exitCode = 1;
