/** The reader's time zone now, minutes east of UTC. */
export function zoneOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}
