// Options of the command line, each of which can come from the environment too.

import { InvalidArgumentError, Option } from 'commander';
import { parseDuration, printDuration } from '../base/duration.ts';

/** An option that can also come from the environment, as HEADWATER_* unless `variable` says otherwise. */
export function option(
  flags: string,
  description: string,
  byDefault?: string | number,
  variable?: string,
): Option {
  const made = new Option(flags, description);
  const name = variable ?? `HEADWATER_${made.name().toUpperCase().replaceAll('-', '_')}`;
  // Commander takes any value of a flag's variable as on, and an empty one as a value; to its users
  // both mean that nothing was set.
  const off = made.isBoolean() ? ['', '0', 'false', 'no', 'off'] : [''];
  if (off.includes(process.env[name]?.toLowerCase() ?? 'unset')) delete process.env[name];
  made.env(name);
  return byDefault === undefined ? made : made.default(byDefault);
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

/** Milliseconds, so many at least. */
export function duration(least: number): (text: string) => number {
  return (text) => {
    const value = durationOf(text);
    if (value >= least) return value;
    throw new InvalidArgumentError(`It takes a duration of ${printDuration(least)} or more.`);
  };
}

function durationOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
