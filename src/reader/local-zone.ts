/** How far the reader's time zone is ahead of UTC now, minutes. */
export function zoneOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}
