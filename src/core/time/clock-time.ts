/**
 * `14:03:22.312` of an instant, in the zone that is `offsetMinutes` ahead of UTC.
 *
 * @param atSeconds Unix seconds
 */
export function formatPreciseClockTime(atSeconds: number, offsetMinutes: number): string {
  const local = new Date(Math.round(atSeconds * 1000) + offsetMinutes * 60_000);
  return local.toISOString().slice(11, 23);
}

/** `14:03:22` of an instant, as above. */
export function formatClockTime(atSeconds: number, offsetMinutes: number): string {
  return formatPreciseClockTime(atSeconds, offsetMinutes).slice(0, 8);
}

/** A time span for people, in at most five characters: `0.2 s`, `41 s`, `5 m`, `3 h`, `12 d`, `4 y`. */
export function formatSpan(seconds: number): string {
  // From here one decimal place would round to 10.0.
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 100) return `${Math.floor(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  if (seconds < 1000 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  return `${Math.floor(seconds / (365.25 * 86_400))} y`;
}

/**
 * An age for people, in at most four characters and whole seconds at least: it changes only when it says something
 * new, and not with every look. `<1 s`, `2 s`, `41 s`, `5 m`.
 */
export function formatAge(seconds: number): string {
  return seconds < 1 ? '<1 s' : seconds < 10 ? `${Math.floor(seconds)} s` : formatSpan(seconds);
}

/** The day of an instant, `2026-11-24`, where people are that far ahead of UTC. */
export function formatLocalDate(atSeconds: number, offsetMinutes: number): string {
  return new Date(Math.round(atSeconds * 1000) + offsetMinutes * 60_000).toISOString().slice(0, 10);
}

const MAX_BOUND_MS = 9999;
/** `<20`: what it is below, of 10, 20, 50, 100 and so on, so that it stands still while nothing is new. */
export function formatLatencyBound(latencyMs: number): string {
  if (latencyMs >= MAX_BOUND_MS) return `>${MAX_BOUND_MS}`;
  let bound = 10;
  for (let step = 0; bound <= latencyMs; step++) bound *= step % 3 === 1 ? 2.5 : 2;
  return `<${bound}`;
}
