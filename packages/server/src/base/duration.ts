// Durations as people write them, `4h30m`, and as ISO 8601 does, `PT4H30M`.

const msOf = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
type Unit = keyof typeof msOf;

const number = String.raw`(\d+(?:[.]\d+)?)`;
const isoNumber = String.raw`(\d+(?:[.,]\d+)?)`;
const shortUnits = ['d', 'h', 'm', 's', 'ms'] as const;
const isoUnits = ['w', 'd', 'h', 'm', 's'] as const;
/** Each unit at most once, the largest first; the look-ahead keeps the `m` of `ms` from being minutes. */
const short = new RegExp(
  `^${shortUnits.map((unit) => String.raw`(?:${number}${unit}(?![a-z])\s*)?`).join('')}$`,
);
const iso = new RegExp(
  `^P(?:${isoNumber}W)?(?:${isoNumber}D)?(?:T(?=\\d)(?:${isoNumber}H)?(?:${isoNumber}M)?(?:${isoNumber}S)?)?$`,
);
const isoWithCalendarUnits = /^P[\d.,]+[YM]/;

/** The text is no duration, or one that has no fixed length. */
export class InvalidDuration extends Error {
  override readonly name = 'InvalidDuration';

  constructor(text: string, reason: string) {
    super(
      `${JSON.stringify(text)} ${reason}. Durations are numbers with the units d, h, m, s and ms, the largest first, such as 4h30m, 1d 2h, 1.5s or 250ms, or ISO 8601 without years and months, such as PT4H30M.`,
    );
  }
}

/**
 * Milliseconds, whole and not negative; what is finer is rounded. A text without a unit is refused, since
 * nobody can tell what it counts.
 * @throws InvalidDuration
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  const ms = countOf(iso, isoUnits, trimmed) ?? countOf(short, shortUnits, trimmed);
  if (ms === undefined) {
    throw new InvalidDuration(
      text,
      isoWithCalendarUnits.test(trimmed)
        ? 'has years or months, which have no fixed length'
        : 'is not a duration',
    );
  }
  if (ms > Number.MAX_SAFE_INTEGER) throw new InvalidDuration(text, 'is longer than time can tell');
  return ms;
}

/** Undefined when the text is not of the form, or has no number at all. */
function countOf(form: RegExp, units: readonly Unit[], text: string): number | undefined {
  const [, ...numbers] = (form.exec(text) ?? []) as (string | undefined)[];
  if (numbers.every((one) => one === undefined)) return undefined;
  const parts = numbers.map((one = '0', index) => {
    const unit = units[index] ?? 'ms';
    return Number(one.replace(',', '.')) * msOf[unit];
  });
  return Math.round(parts.reduce((sum, part) => sum + part, 0));
}

/** For people: `1d 2h 30m`, `1s 500ms`, `0ms`; with a minus in front when it is negative. */
export function printDuration(ms: number): string {
  let rest = Math.round(Math.abs(ms));
  const parts: string[] = [];
  for (const unit of shortUnits) {
    const count = Math.floor(rest / msOf[unit]);
    rest -= count * msOf[unit];
    if (count > 0) parts.push(`${count}${unit}`);
  }
  if (parts.length === 0) return '0ms';
  return `${ms < 0 ? '-' : ''}${parts.join(' ')}`;
}
