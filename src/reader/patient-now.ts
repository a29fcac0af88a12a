import {
  ASSUMED_INTERVAL_MS,
  assessFreshness,
  CLOCK_TOLERANCE_SECONDS,
  freshLimitSeconds,
  type PatientState,
} from '../core/freshness.ts';
import { type FlagMark, markTogether, type Sample } from '../core/sample.ts';
import { formatSpan } from '../core/time/clock-time.ts';
import type { Role } from '../tui/frame/frame.ts';
import type { Glyphs } from '../tui/frame/glyphs.ts';
import { type PatientFeed, storeNowSeconds } from './patient-snapshot.ts';

/**
 * What may be said of a patient at the instant of the frame. `unread`: the store was not asked yet. `replay`: now is an
 * instant of a recording, of which `isLive` tells whether it has samples there; `then`: the same of an instant of the
 * history, while `nowSeconds` goes on.
 */
export interface PatientNow {
  readonly state: PatientState | 'unread' | 'replay' | 'historical';
  readonly isLive: boolean;
  readonly ageSeconds: number | null;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number | null;
  readonly newest: Sample | null;
  readonly intervalMs: number;
  readonly limitSeconds: number;
  /** The cacher's clock minus the store's; instants of samples are on the cacher's. */
  readonly clockOffsetSeconds: number;
}

export function assessPatient(feed: PatientFeed | null, nowMs: number, isReplay = false): PatientNow {
  const intervalMs = feed?.health?.intervalMs ?? ASSUMED_INTERVAL_MS;
  const limitSeconds = freshLimitSeconds(intervalMs);
  const clockOffsetSeconds = (feed?.health?.clockOffsetMs ?? 0) / 1000;
  const shared = { intervalMs, limitSeconds, clockOffsetSeconds };
  if (!feed) {
    return { ...shared, state: 'unread', isLive: false, ageSeconds: null, nowSeconds: null, newest: null };
  }
  const nowSeconds = storeNowSeconds(feed, nowMs);
  const newest = feed.samples.at(-1) ?? null;
  const { state, ageSeconds } = assessFreshness({
    known: feed.known,
    nowSeconds,
    newestAtSeconds: newest?.atSeconds ?? null,
    health: feed.health,
  });
  const isLive = state === 'live';
  return { ...shared, state: isReplay ? 'replay' : state, isLive, ageSeconds, nowSeconds, newest };
}

/** Whether what is shown is of another time than now, though in full colours. */
export function isOfAnotherTime({ state }: PatientNow): boolean {
  return state === 'replay' || state === 'historical';
}

/** The age of an instant of the cacher's clock. */
export function computeAge(atSeconds: number, now: PatientNow): number | null {
  return now.nowSeconds === null ? null : now.nowSeconds - atSeconds + now.clockOffsetSeconds;
}

/** A reading of the newest sample, or null where there is none. */
export function findReading(now: PatientNow, sensorId: number) {
  return now.newest?.sensors.find((reading) => reading.id === sensorId) ?? null;
}

/**
 * `cacher clock 3.2 s ahead`, when the cacher's clock is off by more than what is tolerated: as it measured itself or,
 * where it did not, as a newest sample from the future shows.
 */
export function clockWarning(now: PatientNow): string | null {
  const offset = now.clockOffsetSeconds;
  if (Math.abs(offset) > CLOCK_TOLERANCE_SECONDS) {
    return `cacher clock ${formatSpan(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`;
  }
  const age = now.newest && computeAge(now.newest.atSeconds, now);
  if (age === null || age >= -CLOCK_TOLERANCE_SECONDS) return null;
  return `clock of the samples ${formatSpan(-age)} ahead`;
}

/** How the newest sample is flagged, where one mark has to do for all its readings; nothing unless it is of now. */
export function markNow({ isLive, newest }: Pick<PatientNow, 'isLive' | 'newest'>): FlagMark {
  return isLive && newest !== null ? markTogether(newest.sensors) : '';
}

interface StateMark {
  readonly sign: string;
  readonly word: string;
  readonly role: Role;
}

/** How a state is shown: always a sign and a word, never the colour alone. */
export function markState(state: PatientNow['state'], glyphs: Glyphs): StateMark {
  switch (state) {
    case 'live':
      return { sign: glyphs.live, word: 'live', role: 'good' };
    case 'stale':
      return { sign: glyphs.stale, word: 'stale', role: 'warn' };
    case 'replay':
      return { sign: glyphs.replay, word: 'replay', role: 'warn' };
    case 'historical':
      return { sign: glyphs.frozen, word: 'then', role: 'warn' };
    case 'down':
      return { sign: glyphs.down, word: 'down', role: 'bad' };
    case 'unknown':
      return { sign: glyphs.unknown, word: 'never seen', role: 'dim' };
    case 'unread':
      return { sign: glyphs.unread, word: 'reading', role: 'dim' };
  }
}
