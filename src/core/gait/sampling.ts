import { memoize } from '../memoize.ts';
import type { Sample } from '../sample.ts';
import { estimatePollInterval } from './poll-interval.ts';
import { WINDOW_SECONDS } from './sample-window.ts';

/** How the feet were sampled, by what came of it: figures rest on new frames, not on polls. */
export interface Sampling {
  /** New frames a second; null when none came, or before 5 s were seen. */
  readonly framesPerSecond: number | null;
  /** Whether there may be more: nearly each poll finds a new frame, so polls are no faster than frames. */
  readonly isAtLeast: boolean;
  /** Share of the polls, 0 to 1, of which no sample came; null of fewer than three samples. */
  readonly lostShare: number | null;
}

/** Frames are counted over so long, wherever in the window most of them came: who stands still shows no new ones. */
const COUNT_SECONDS = 5;
/** Instants are kept to so many seconds. */
const CLOCK_STEP_SECONDS = 0.001;
/** From this share of polls on that find a new frame, some frames may have passed between two polls. */
const MISSING_SHARE = 0.8;

/**
 * Measures how a patient was sampled over the last 30 s: the most frames that came in any 5 s, a frame being new when any reading
 * changed; once for each array.
 *
 * @param samples oldest first, not modified afterwards
 */
export const measureSampling = memoize((samples: readonly Sample[]): Sampling => {
  const newestSeconds = samples.at(-1)?.atSeconds ?? 0;
  const recent = samples.filter(
    ({ atSeconds }) => atSeconds > newestSeconds - WINDOW_SECONDS && atSeconds <= newestSeconds,
  );
  const times = Float64Array.from(recent, ({ atSeconds }) => atSeconds);
  const isNew = recent.map((sample, index) => index > 0 && isChanged(recent[index - 1], sample));
  let most = { frames: 0, polls: 0 };
  let frames = 0;
  let first = 0;
  isNew.forEach((isFrame, index) => {
    if (isFrame) frames += 1;
    while ((times[first] ?? 0) <= (times[index] ?? 0) - COUNT_SECONDS + CLOCK_STEP_SECONDS) {
      if (isNew[first]) frames -= 1;
      first += 1;
    }
    if (frames > most.frames) most = { frames, polls: index - first + 1 };
  });
  const hasCounted =
    newestSeconds - (times[0] ?? newestSeconds) >= COUNT_SECONDS - CLOCK_STEP_SECONDS && most.frames > 0;
  return {
    framesPerSecond: hasCounted ? most.frames / COUNT_SECONDS : null,
    isAtLeast: hasCounted && most.frames > MISSING_SHARE * most.polls,
    lostShare: estimatePollInterval(times, Number.NEGATIVE_INFINITY)?.lostShare ?? null,
  };
});

function isChanged(before: Sample | undefined, { sensors }: Sample): boolean {
  return sensors.some(({ value }, index) => value !== before?.sensors[index]?.value);
}
