/**
 * Formats the time of day with milliseconds, `14:03:22.312`.
 *
 * @param atSeconds Unix seconds
 * @param offsetMinutes how far local time is ahead of UTC
 */
export function formatPreciseClockTime(atSeconds: number, offsetMinutes: number): string {
  const local = new Date(Math.round(atSeconds * 1000) + offsetMinutes * 60_000);
  return local.toISOString().slice(11, 23);
}

/**
 * Formats the time of day, `14:03:22`.
 *
 * @param atSeconds Unix seconds
 * @param offsetMinutes how far local time is ahead of UTC
 */
export function formatClockTime(atSeconds: number, offsetMinutes: number): string {
  return formatPreciseClockTime(atSeconds, offsetMinutes).slice(0, 8);
}

/** Formats a time span in at most five characters: `0.2 s`, `41 s`, `5 m`, `3 h`, `12 d`, `4 y`. */
export function formatSpan(seconds: number): string {
  // From 9.95 on, one decimal place would give 10.0.
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 100) return `${Math.floor(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  if (seconds < 1000 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  return `${Math.floor(seconds / (365.25 * 86_400))} y`;
}

/** Formats an age in at most four characters and in whole seconds, so that it does not change with every frame: `<1 s`, `41 s`, `5 m`. */
export function formatAge(seconds: number): string {
  return seconds < 1 ? '<1 s' : seconds < 10 ? `${Math.floor(seconds)} s` : formatSpan(seconds);
}

/**
 * Formats the date, `2026-11-24`.
 *
 * @param atSeconds Unix seconds
 * @param offsetMinutes how far local time is ahead of UTC
 */
export function formatLocalDate(atSeconds: number, offsetMinutes: number): string {
  return new Date(Math.round(atSeconds * 1000) + offsetMinutes * 60_000).toISOString().slice(0, 10);
}

const MAX_BOUND_MS = 9999;
/** Formats a latency by the next bound of 10, 20, 50, 100 ms and so on, `<20`, so that it does not change with every frame. */
export function formatLatencyBound(latencyMs: number): string {
  if (latencyMs >= MAX_BOUND_MS) return `>${MAX_BOUND_MS}`;
  let bound = 10;
  for (let step = 0; bound <= latencyMs; step++) bound *= step % 3 === 1 ? 2.5 : 2;
  return `<${bound}`;
}
