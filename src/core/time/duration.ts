const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** Beyond it microseconds are lost; it is some 285 years. */
const MAX_DURATION_MS = Number.MAX_SAFE_INTEGER / 1000;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;

/** Milliseconds of `300ms`, `2s`, `5m`, `1h` or bare seconds (`0.3`); null when it is no duration. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = 's'] = DURATION.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  // Whole microseconds: 1.001 times 1000 is a hair less than 1001.
  const durationMs = Math.round(Number(amount) * (UNIT_MS[unit] ?? Number.NaN) * 1000) / 1000;
  return durationMs <= MAX_DURATION_MS ? durationMs : null;
}

/** The shortest exact text that parseDuration reads back: `300ms`, `5m`. */
export function formatDuration(durationMs: number): string {
  for (const unit of ['h', 'm', 's']) {
    const perUnit = UNIT_MS[unit] ?? 1;
    if (durationMs >= perUnit && durationMs % perUnit === 0) return `${durationMs / perUnit}${unit}`;
  }
  return `${durationMs}ms`;
}
