// Durations as people write them: `4h30m`, `1d 2h`, `250ms`, or ISO 8601 (`PT4H30M`).

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export class InvalidDuration extends Error {
  override readonly name = 'InvalidDuration';

  constructor(text: string) {
    super(`Not a duration: ${text}. Write it as 4h30m, 1d, 90s or 250ms, or as PT4H30M.`);
  }
}

/** Milliseconds. @throws InvalidDuration */
export function parseDuration(text: string): number {
  const iso = /^P(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/i.exec(
    text.trim(),
  );
  const parts =
    iso === null
      ? [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)\s*/gy)].map(
          ([, count, unit]) => Number(count) * unitMs[unit as keyof typeof unitMs],
        )
      : (['w', 'd', 'h', 'm', 's'] as const).flatMap((unit, index) =>
          iso[index + 1] === undefined ? [] : [Number(iso[index + 1]) * unitMs[unit]],
        );
  const isWhole = iso !== null || /^(\d+(?:\.\d+)?(ms|s|m|h|d)\s*)+$/.test(text.trim());
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (parts.length === 0 || !isWhole || !Number.isFinite(total)) throw new InvalidDuration(text);
  return total;
}
