/** So few spacings say nothing of how often the patient is polled. */
const MIN_SPACINGS = 2;

/** How often a patient is polled, judging by its samples. */
export interface PollInterval {
  /** From one poll to the next, seconds. */
  readonly seconds: number;
  /** Share of the polls, 0 to 1, of which no sample came. */
  readonly lostShare: number;
}

/**
 * Estimates how often a patient is polled from the samples since an instant, or from the newest three where there are fewer.
 *
 * A median spacing tells how many polls lie in each spacing; time by polls is then the interval, which neither lost polls nor jitter
 * shift. Of two medians the lower one, so that a gap counts for nothing before polls prove to be that rare.
 *
 * @param times seconds, ascending
 * @returns null of fewer than three samples
 */
export function estimatePollInterval(times: Float64Array, fromSeconds: number): PollInterval | null {
  const recent = times.findIndex((atSeconds) => atSeconds >= fromSeconds);
  const start = Math.max(1, Math.min(recent, times.length - MIN_SPACINGS));
  const spacings = times
    .subarray(start)
    .map((atSeconds, index) => atSeconds - (times[start + index - 1] ?? 0));
  if (spacings.length < MIN_SPACINGS) return null;
  const median = spacings.toSorted()[(spacings.length - 1) >> 1] ?? 0;
  if (median <= 0) return null;
  let seconds = 0;
  let polls = 0;
  for (const spacing of spacings) {
    seconds += spacing;
    polls += Math.max(1, Math.round(spacing / median));
  }
  return { seconds: seconds / polls, lostShare: 1 - spacings.length / polls };
}
