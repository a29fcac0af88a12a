import type { Side } from '../core/insole/insole.ts';
import type { Profile } from '../core/patient.ts';
import { findFlagSource, type Sample, type SensorReading } from '../core/sample.ts';
import { labelSensor, SENSORS } from '../core/sensors.ts';
import { formatPreciseClockTime, formatSpan } from '../core/time/clock-time.ts';
import { assessPatient, describeClockError } from './patient-status.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/**
 * Formats a line of the linear feed: `14:03:22.312  2 Elżbieta Nowak  live  L 135 246 894  R 0 0 0  ! L1 simulated`.
 *
 * The line of a live patient has the time and the readings of the newest sample. Any other has its own time, dashes for
 * readings, and the age of the newest sample at the end, so that nothing old is taken for what is now. The line of a
 * recording says `replay` in place of the state.
 */
export function formatFeedLine(snapshot: TimedSnapshot, nowMs: number, zoneOffsetMinutes: number): string {
  const status = assessPatient(snapshot, nowMs);
  const current = status.isLive ? status.newest : null;
  const remark = current ? formatFlags(current) : formatAge(status.ageSeconds, snapshot.health?.lastError);
  const clockError = describeClockError(status);
  return [
    formatPreciseClockTime(current?.atSeconds ?? storeNowSeconds(snapshot, nowMs), zoneOffsetMinutes),
    `${snapshot.patient} ${formatFullName(snapshot.profile)}`,
    status.state,
    `L ${formatFoot(current, 'left')}`,
    `R ${formatFoot(current, 'right')}`,
    ...(remark ? [remark] : []),
    ...(clockError ? [clockError] : []),
  ].join('  ');
}

function formatFullName(profile: Profile | null): string {
  return [profile?.firstname, profile?.lastname].filter(Boolean).join(' ') || '-';
}

function formatFoot(sample: Sample | null, side: Side): string {
  return SENSORS.filter((sensor) => sensor.side === side)
    .map(({ id }) => sample?.sensors.find((reading) => reading.id === id)?.value ?? '-')
    .join(' ');
}

/** The flagged sensors, grouped by source: `! L0 L1 api, R2 simulated`. */
function formatFlags(sample: Sample): string {
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

function formatAge(ageSeconds: number | null, lastError: string | null | undefined): string {
  const age = ageSeconds === null ? '' : `last sample ${formatSpan(ageSeconds)} ago`;
  return [age, lastError].filter(Boolean).join(', ');
}
