/**
 * Makes instants rise strictly, by a millisecond at least, from the last one of before on: the store tells samples apart by them.
 * They stay as they are where that is possible, and end after the time of receipt only when there are more than milliseconds.
 *
 * @param lastMs the instant of the sample before; null where there is none to follow
 */
export function makeRising(
  instantsMs: readonly number[],
  lastMs: number | null,
  receivedMs: number,
): readonly number[] {
  const floorMs = lastMs ?? Number.NEGATIVE_INFINITY;
  const rising: number[] = [];
  for (const instantMs of instantsMs) rising.push(Math.max(instantMs, (rising.at(-1) ?? floorMs) + 1));
  let capMs = Math.max(Math.round(receivedMs), floorMs + rising.length);
  for (let index = rising.length - 1; index >= 0; index--) {
    const instantMs = Math.min(rising[index] ?? capMs, capMs);
    rising[index] = instantMs;
    capMs = instantMs - 1;
  }
  return rising;
}
