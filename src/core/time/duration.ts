const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** About 285 years; larger numbers lose microseconds. */
const MAX_DURATION_MS = Number.MAX_SAFE_INTEGER / 1000;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;

/**
 * Parses a duration such as `300ms`, `2s`, `5m`, `1h`, or seconds without a unit (`0.3`).
 *
 * @returns milliseconds, or null when the text is not a duration
 */
export function parseDuration(text: string): number | null {
  const [, amount, unit = 's'] = DURATION.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  // Rounded to microseconds, since 1.001 * 1000 is slightly less than 1001.
  const durationMs = Math.round(Number(amount) * (UNIT_MS[unit] ?? Number.NaN) * 1000) / 1000;
  return durationMs <= MAX_DURATION_MS ? durationMs : null;
}

/** Formats milliseconds as a duration in its largest whole unit, `300ms` or `5m`, which `parseDuration` reads back exactly. */
export function formatDuration(durationMs: number): string {
  for (const unit of ['h', 'm', 's']) {
    const perUnit = UNIT_MS[unit] ?? 1;
    if (durationMs >= perUnit && durationMs % perUnit === 0) return `${durationMs / perUnit}${unit}`;
  }
  return `${durationMs}ms`;
}
