/** The zone of the person who reads, ahead of UTC. */
export function zoneOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}
