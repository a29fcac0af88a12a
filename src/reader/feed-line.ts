import {
  formatReading,
  type Insole,
  listSides,
  nameSensor,
  type Side,
  selectSensors,
} from '../core/insole/insole.ts';
import type { Profile } from '../core/patient.ts';
import { setOffName } from '../core/right-to-left.ts';
import { findFlagSource, type Sample, type SensorReading } from '../core/sample.ts';
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
  const remark = current
    ? formatFlags(snapshot.insole, current)
    : formatAge(status.ageSeconds, snapshot.health?.lastError);
  const clockError = describeClockError(status);
  return [
    formatPreciseClockTime(current?.atSeconds ?? storeNowSeconds(snapshot, nowMs), zoneOffsetMinutes),
    `${snapshot.patient} ${formatFullName(snapshot.profile)}`,
    status.state,
    ...listSides(snapshot.insole).map((side) => formatFoot(snapshot.insole, current, side)),
    ...(remark ? [remark] : []),
    ...(clockError ? [clockError] : []),
  ].join('  ');
}

function formatFullName(profile: Profile | null): string {
  return setOffName([profile?.firstname, profile?.lastname].filter(Boolean).join(' ')) || '-';
}

/** The readings of a foot in the order of the insole, with their unit: `L 12.5 0.0 N`. */
function formatFoot(insole: Insole, sample: Sample | null, side: Side): string {
  const readings = selectSensors(insole, side).map(({ id }) => {
    const reading = sample?.sensors.find((each) => each.id === id);
    return reading === undefined ? '-' : formatReading(insole, reading.value);
  });
  const unit = insole.unit === '' ? [] : [insole.unit];
  return [side === 'left' ? 'L' : 'R', ...readings, ...unit].join(' ');
}

/** The flagged sensors, grouped by source: `! L0 L1 api, R2 simulated`. */
function formatFlags(insole: Insole, sample: Sample): string {
  const bySource = new Map<string, SensorReading[]>();
  for (const reading of sample.sensors) {
    const source = findFlagSource(reading);
    if (source !== null) bySource.set(source, [...(bySource.get(source) ?? []), reading]);
  }
  if (bySource.size === 0) return '';
  const groups = [...bySource].map(
    ([source, readings]) => `${readings.map(({ id }) => nameSensor(insole, id)).join(' ')} ${source}`,
  );
  return `! ${groups.join(', ')}`;
}

function formatAge(ageSeconds: number | null, lastError: string | null | undefined): string {
  const age = ageSeconds === null ? '' : `last sample ${formatSpan(ageSeconds)} ago`;
  return [age, lastError].filter(Boolean).join(', ');
}
