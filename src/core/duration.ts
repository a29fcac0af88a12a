const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;

/** Milliseconds of `300ms`, `2s`, `5m`, `1h` or bare seconds (`0.3`); null when it is no duration. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = 's'] = DURATION.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  const durationMs = Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
  return Number.isSafeInteger(Math.round(durationMs)) ? durationMs : null;
}

/** The shortest exact text that parseDuration reads back: `300ms`, `5m`. */
export function formatDuration(durationMs: number): string {
  for (const unit of ['h', 'm', 's']) {
    const perUnit = UNIT_MS[unit] ?? 1;
    if (durationMs >= perUnit && durationMs % perUnit === 0) return `${durationMs / perUnit}${unit}`;
  }
  return `${durationMs}ms`;
}
