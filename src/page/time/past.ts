import { findFirstIndex } from '../../core/binary-search.ts';
import type { Sample } from '../../core/sample.ts';
import { CURVE_SECONDS } from '../../core/stride-curve/stride-curves.ts';

/** An instant of the past that is shown in place of now, and how it moves on. Instants are Unix seconds. */
export interface Past {
  readonly atSeconds: number;
  /** The samples around it that are known, oldest first; never empty. */
  readonly samples: readonly Sample[];
  /** What may be looked at: from the oldest to the newest instant. */
  readonly limits: readonly [oldest: number, newest: number];
  /** When it began to be played, by the page's monotonic clock, and at which instant; null while it is halted. */
  readonly play: { readonly fromMs: number; readonly fromSeconds: number } | null;
  /** 1 is the speed at which the samples came. */
  readonly speed: number;
  /** How many samples came since, and the newest one counted. */
  readonly meanwhile: { readonly samples: number; readonly countedToSeconds: number };
}

const MIN_SPEED = 0.25;
const MAX_SPEED = 16;
/** More is read when less than this is known before the instant, or after it. */
const MARGIN_SECONDS = CURVE_SECONDS + 30;

/** Halts at an instant. */
export function startPast(samples: readonly Sample[], atSeconds: number, limits: Past['limits']): Past {
  return {
    atSeconds,
    samples,
    limits,
    play: null,
    speed: 1,
    meanwhile: { samples: 0, countedToSeconds: limits[1] },
  };
}

/** Goes to an instant within the limits, and halts there. */
export function goTo(past: Past, atSeconds: number): Past {
  const [oldest, newest] = past.limits;
  return { ...past, play: null, atSeconds: Math.max(oldest, Math.min(newest, atSeconds)) };
}

/** Goes some samples on; at the ends it stays. */
export function stepSamples(past: Past, by: number): Past {
  const { samples } = past;
  const at = Math.max(0, Math.min(samples.length - 1, findSample(samples, past.atSeconds) + by));
  return goTo(past, samples[at]?.atSeconds ?? past.atSeconds);
}

/** Goes some seconds on, to the sample that was the newest then. */
export function stepSeconds(past: Past, by: number): Past {
  const at = Math.max(0, findSample(past.samples, past.atSeconds + by));
  return goTo(past, past.samples[at]?.atSeconds ?? past.atSeconds);
}

/** Plays what is halted, and halts what is played. */
export function togglePlay(past: Past, nowMs: number): Past {
  return { ...past, play: past.play === null ? { fromMs: nowMs, fromSeconds: past.atSeconds } : null };
}

/** Plays twice or half as fast, from 1/4 to 16. */
export function changeSpeed(past: Past, factor: number, nowMs: number): Past {
  const speed = Math.max(MIN_SPEED, Math.min(MAX_SPEED, past.speed * factor));
  return { ...past, speed, play: past.play && { fromMs: nowMs, fromSeconds: past.atSeconds } };
}

/** Moves the instant on while it is played; null when it has come to the end. */
export function advance(past: Past, nowMs: number): Past | null {
  if (past.play === null) return past;
  const atSeconds = past.play.fromSeconds + ((nowMs - past.play.fromMs) / 1000) * past.speed;
  return atSeconds >= past.limits[1] ? null : { ...past, atSeconds };
}

/** Counts what came since, and takes it where it goes on from what is known. */
export function extendPast(past: Past, live: readonly Sample[]): Past {
  const { countedToSeconds, samples } = past.meanwhile;
  const newest = live.at(-1)?.atSeconds ?? 0;
  if (newest <= countedToSeconds) return past;
  const fresh = live.slice(findSample(live, countedToSeconds) + 1);
  const reachesBack = (live[0]?.atSeconds ?? newest) <= countedToSeconds;
  const isJoined = reachesBack && past.samples.at(-1)?.atSeconds === countedToSeconds;
  return {
    ...past,
    samples: isJoined ? [...past.samples, ...fresh] : past.samples,
    limits: [past.limits[0], newest],
    meanwhile: { samples: samples + fresh.length, countedToSeconds: newest },
  };
}

/** Whether so little is known around the instant that more has to be read. */
export function needsMore({ atSeconds, samples, limits: [oldest, newest] }: Past): boolean {
  const first = samples[0]?.atSeconds ?? atSeconds;
  const last = samples.at(-1)?.atSeconds ?? atSeconds;
  return (
    (first > oldest && atSeconds - first < MARGIN_SECONDS) ||
    (last < newest && last - atSeconds < MARGIN_SECONDS)
  );
}

/** Where the newest sample at an instant or before it is; -1 when all are later. */
export function findSample(samples: readonly Sample[], atSeconds: number): number {
  return (
    findFirstIndex(
      samples.length,
      (index) => (samples[index]?.atSeconds ?? Number.POSITIVE_INFINITY) <= atSeconds,
    ) - 1
  );
}
