// How records are handed out, as options of the commands that make mappings: `mappings add` and `function add --on`.

import { Option } from 'commander';
import type { TriggerRequest } from '../control/mappings/table-trigger.ts';
import { wholeNumber } from './options.ts';

export type TriggerFlags = Omit<TriggerRequest, 'table' | 'filters' | 'enabled'> & {
  /** JSON. */
  readonly filter?: readonly string[];
};

const names = [
  'from',
  'batchSize',
  'batchingWindow',
  'parallelization',
  'retries',
  'maxAge',
  'bisect',
  'tumblingWindow',
  'reportFailures',
  'filter',
  'onFailure',
] as const satisfies readonly (keyof TriggerFlags)[];

export function triggerOptions(): readonly Option[] {
  return [
    new Option('--from <position>', 'where a new mapping begins (default: "LATEST")').choices([
      'LATEST',
      'TRIM_HORIZON',
    ]),
    number('--batch-size <records>', 'records a batch at most', [1, 10_000]),
    number('--batching-window <seconds>', 'how long a batch may wait to fill', [0, 300]),
    number('--parallelization <batches>', 'batches of one shard in work at once', [1, 10]),
    number('--retries <count>', 'attempts beyond the first (default: without end)', [0, 10_000]),
    number('--max-age <seconds>', 'after which a record is given up', [60, 604_800]),
    new Option('--bisect', 'a batch that fails comes again in two parts'),
    number('--tumbling-window <seconds>', 'length of a tumbling window', [0, 900]),
    new Option('--report-failures', 'the function answers which records failed'),
    new Option('--filter <patterns...>', 'filter patterns, as JSON'),
    new Option('--on-failure <arn>', 'queue, topic or bucket that gets what is given up'),
  ];
}

/** The flags about records, as the control routes take them, and the others. */
export function splitFlags<Flags extends TriggerFlags>(
  flags: Flags,
): {
  readonly trigger: Omit<TriggerRequest, 'table'>;
  readonly others: Omit<Flags, keyof TriggerFlags>;
} {
  const isTrigger = (name: string): boolean => names.some((one) => one === name);
  const entries = Object.entries(flags);
  const { filter, ...trigger } = Object.fromEntries(
    entries.filter(([name]) => isTrigger(name)),
  ) as TriggerFlags;
  const others = Object.fromEntries(entries.filter(([name]) => !isTrigger(name)));
  return {
    trigger: { ...trigger, ...(filter === undefined ? {} : { filters: filter }) },
    others: others as Omit<Flags, keyof TriggerFlags>,
  };
}

function number(
  flags: string,
  description: string,
  [least, most]: readonly [number, number],
): Option {
  return new Option(flags, description).argParser(wholeNumber(least, most));
}
