import { assessFreshness } from '../core/freshness.ts';
import type { Profile } from '../core/patient.ts';
import { findFlagSource, type Sample, type SensorReading } from '../core/sample.ts';
import { labelSensor, SENSORS, type Side } from '../core/sensors.ts';
import { formatPreciseClockTime, formatSpan } from '../core/time/clock-time.ts';
import { assessPatient, describeClockError } from './patient-status.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/**
 * A line of the linear feed: `14:03:22.312  2 Elżbieta Nowak  live  L 135 246 894  R 0 0 0  ! L1 simulated`.
 *
 * Live, its time is the sample's. Not live, its time is the line's own, readings are dashes, and how old the last
 * sample is stands at the end: nothing old can be taken for what is now. Of a recording it says `replay` for `live`.
 */
export function formatFeedLine(feed: TimedSnapshot, nowMs: number, zoneOffsetMinutes: number): string {
  const nowSeconds = storeNowSeconds(feed, nowMs);
  const newest = feed.samples.at(-1) ?? null;
  const { state, ageSeconds } = assessFreshness({
    ...feed,
    nowSeconds,
    newestAtSeconds: newest?.atSeconds ?? null,
  });
  const isLive = state === 'live' && newest !== null;
  const clock = describeClockError(assessPatient(feed, nowMs));
  const remark = isLive ? flagsText(newest) : notLiveText(ageSeconds, feed.health?.lastError ?? null);
  return [
    formatPreciseClockTime(isLive ? newest.atSeconds : nowSeconds, zoneOffsetMinutes),
    `${feed.patient} ${formatFullName(feed.profile)}`,
    feed.isReplay ? 'replay' : state,
    `L ${footText(isLive ? newest : null, 'left')}`,
    `R ${footText(isLive ? newest : null, 'right')}`,
    ...(remark ? [remark] : []),
    ...(clock ? [clock] : []),
  ].join('  ');
}

/** First and last name, or a dash. */
export function formatFullName(profile: Profile | null): string {
  return [profile?.firstname, profile?.lastname].filter(Boolean).join(' ') || '-';
}

function footText(sample: Sample | null, side: Side): string {
  return SENSORS.filter((sensor) => sensor.side === side)
    .map(({ id }) => sample?.sensors.find((reading) => reading.id === id)?.value ?? '-')
    .join(' ');
}

/** Flagged sensors, those of one source together: `! L0 L1 api, R2 simulated`. */
function flagsText(sample: Sample): string {
  const bySource = new Map<string, SensorReading[]>();
  for (const reading of sample.sensors) {
    const source = findFlagSource(reading);
    if (source !== null) bySource.set(source, [...(bySource.get(source) ?? []), reading]);
  }
  if (bySource.size === 0) return '';
  const groups = [...bySource].map(
    ([source, readings]) => `${readings.map(({ id }) => labelSensor(id)).join(' ')} ${source}`,
  );
  return `! ${groups.join(', ')}`;
}

function notLiveText(ageSeconds: number | null, lastError: string | null): string {
  const age = ageSeconds === null ? '' : `last sample ${formatSpan(ageSeconds)} ago`;
  return [age, lastError].filter(Boolean).join(', ');
}
