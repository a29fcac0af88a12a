/** In which unit a device counts its time; `auto` judges by the size of the number. */
export type TimeUnit = 'auto' | 's' | 'ms' | 'us' | 'ns';

/** Every unit, as a configuration names them. */
export const TIME_UNITS: readonly TimeUnit[] = ['auto', 's', 'ms', 'us', 'ns'];

const UNITS_A_SECOND = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 } as const;

/** Unix time of this century in milliseconds, microseconds and nanoseconds begins here; in seconds it stays below all of them. */
const MIN_UNIX_TIMES = [
  ['ns', 1e17],
  ['us', 1e14],
  ['ms', 1e11],
] as const;

/** A date with a time of day. Of a time without a zone only differences are of use, so it may be in any. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** A time of day without a date. */
const CLOCK_TIME = /^(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?$/;
const NUMBER = /^-?\d{1,20}(?:\.\d{1,12})?$/;

/** The unit that `auto` takes for a number. */
export function guessTimeUnit(time: number): Exclude<TimeUnit, 'auto'> {
  return MIN_UNIX_TIMES.find(([, least]) => Math.abs(time) >= least)?.[0] ?? 's';
}

/**
 * Reads a time of a device: a number in a unit, also as text, or a date and time of ISO 8601, or a time of day.
 *
 * @returns seconds since whatever the device counts from; null for anything else
 */
export function readOwnTime(raw: unknown, unit: TimeUnit): number | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? toSeconds(raw, unit) : null;
  if (typeof raw !== 'string' || raw.length > 40) return null;
  if (NUMBER.test(raw)) return toSeconds(Number(raw), unit);
  const [, date, time, fraction = '0', zone = 'Z'] = DATE_TIME.exec(raw) ?? [];
  if (date !== undefined) {
    const wholeMs = Date.parse(`${date}T${time}${normalizeZone(zone)}`);
    return Number.isNaN(wholeMs) ? null : wholeMs / 1000 + Number(`0.${fraction}`);
  }
  const [, hours, minutes, seconds, part = '0'] = CLOCK_TIME.exec(raw) ?? [];
  return hours === undefined
    ? null
    : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${part}`);
}

/** Reads the number of a sample: a whole number, also as text; null for anything else. */
export function readOwnNumber(raw: unknown): number | null {
  const number = typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function toSeconds(time: number, unit: TimeUnit): number {
  return time / UNITS_A_SECOND[unit === 'auto' ? guessTimeUnit(time) : unit];
}

/** As Date.parse takes it: `+01` and `+0100` become `+01:00`. */
function normalizeZone(zone: string): string {
  if (zone.toUpperCase() === 'Z') return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
