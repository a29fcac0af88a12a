const pad = (part: number) => String(part).padStart(2, '0');

/**
 * Formats the recording's clock like `trace.id` of the API: HMMSSDDMMYYYY without a leading zero for the hour, so that 2:35:04 on
 * 1 January 2010 is 2350401012010. An hour of 0 would be ambiguous, so recordings stay clear of it.
 *
 * @param recordedAtMs Unix milliseconds, read as UTC
 */
export function formatTraceClock(recordedAtMs: number): number {
  const at = new Date(recordedAtMs);
  const time = `${at.getUTCHours()}${pad(at.getUTCMinutes())}${pad(at.getUTCSeconds())}`;
  return Number(`${time}${pad(at.getUTCDate())}${pad(at.getUTCMonth() + 1)}${at.getUTCFullYear()}`);
}
