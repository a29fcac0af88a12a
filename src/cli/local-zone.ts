/** How far the local time zone is ahead of UTC, minutes. */
export function zoneOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}
