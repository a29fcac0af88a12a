import { recordLimitSeconds } from '../core/freshness.ts';
import type { Health, Profile } from '../core/patient.ts';
import { formatClockTime, formatSpan } from '../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../reader/local-zone.ts';
import { computeAge, type PatientStatus } from '../reader/patient-status.ts';
import type { Link } from './live/messages.ts';

/** A sign and a word for a state, never a colour alone. */
export interface StateWords {
  readonly sign: string;
  readonly word: string;
}

const STATES: Readonly<Record<PatientStatus['state'], StateWords>> = {
  live: { sign: '●', word: 'live' },
  stale: { sign: '○', word: 'stale' },
  down: { sign: '!', word: 'down' },
  historical: { sign: '❄', word: 'frozen' },
  replay: { sign: '▷', word: 'replay' },
  unknown: { sign: '?', word: 'never seen' },
  unread: { sign: '…', word: 'reading' },
};

/** Shows a state by a sign and a word. */
export function describeState(state: PatientStatus['state']): StateWords {
  return STATES[state];
}

/** What somebody is called; stars where the name is hidden, a dash where it is not known. */
export function writeName(profile: Profile | null, isPrivate: boolean): string {
  if (isPrivate) return '***';
  return (
    [profile?.firstname, profile?.lastname].filter((part) => part != null && part !== '').join(' ') || '–'
  );
}

/**
 * The seconds that a panel shows: the last ones, or those until an instant.
 *
 * @param untilSeconds Unix seconds; null where it is not known
 */
export function describeSpan(seconds: number, untilSeconds: number | null, status: PatientStatus): string {
  if (status.state === 'live' || untilSeconds === null) return `last ${seconds} s`;
  return `${seconds} s until ${formatClockTime(untilSeconds, zoneOffsetMinutes())}`;
}

/** What is told of a link, and how good that is. */
export interface LinkWords {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'quiet';
}

/** Nothing is known of what lies behind the server. */
export const SERVER_SILENT: LinkWords = { text: 'server not heard', tone: 'bad' };

/** How polling a patient goes, as the cacher reported; or that the cacher is silent when its last report is old. */
export function describeApi(health: Health | null, status: PatientStatus): LinkWords {
  if (health === null) return { text: 'API –', tone: 'quiet' };
  const silence = computeAge(health.updatedAtSeconds, status);
  if (silence !== null && silence > recordLimitSeconds(health))
    return { text: `cacher silent ${formatSpan(silence)}`, tone: 'warn' };
  if (health.state === 'up') return { text: 'API ok', tone: 'good' };
  // The header has the reason of that.
  if (health.state === 'down') return { text: 'API down', tone: 'bad' };
  return { text: `API ${health.state}: ${health.lastError ?? 'reason not known'}`, tone: 'warn' };
}

/** Whether the server reaches its store. */
export function describeStore({ state, reason }: Link): LinkWords {
  if (state === 'answering') return { text: 'store ok', tone: 'good' };
  if (state === 'connecting') return { text: 'store connecting', tone: 'quiet' };
  return { text: `store down: ${reason ?? 'reason not known'}`, tone: 'bad' };
}
