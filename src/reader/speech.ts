import { findSensor, type Insole, nameSensor, selectSensors } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import { API_SOURCE, findFlagSource, type Sample } from '../core/sample.ts';

/** Speaks a time span in whole units: `1 second`, `41 seconds`, `5 minutes`. */
export function speakSpan(seconds: number): string {
  if (seconds < 100) return count(Math.max(0, Math.round(seconds)), 'second');
  if (seconds < 100 * 60) return count(Math.round(seconds / 60), 'minute');
  return count(Math.round(seconds / 3600), 'hour');
}

/** Speaks patients, ascending, by their numbers: `Patient 3`, `Patients 1 to 6 and 9`. */
export function speakPatients(patients: readonly PatientId[]): string {
  const ranges: [first: PatientId, last: PatientId][] = [];
  for (const patient of patients) {
    const range = ranges.at(-1);
    if (range && patient === range[1] + 1) range[1] = patient;
    else ranges.push([patient, patient]);
  }
  const spoken = ranges.flatMap(([first, last]) =>
    last - first < 2 ? (first === last ? [`${first}`] : [`${first}`, `${last}`]) : [`${first} to ${last}`],
  );
  return `${patients.length === 1 ? 'Patient' : 'Patients'} ${enumerate(spoken)}`;
}

/** Speaks which sensors of a sample are flagged, and by whom: `left heel, simulated`. Empty when none is. */
export function speakFlags({ sensors }: Sample, insole: Insole): string {
  const placesBySource = new Map<string, number[]>();
  for (const reading of sensors) {
    const source = findFlagSource(reading);
    if (source !== null) placesBySource.set(source, [...(placesBySource.get(source) ?? []), reading.id]);
  }
  return [...placesBySource]
    .map(([source, ids]) => `${speakSensors(ids, insole)}, ${speakSource(source)}`)
    .join('; ');
}

function speakSensors(ids: readonly number[], insole: Insole): string {
  if (ids.length === insole.sensors.length) return 'all sensors';
  const places = ids.map((id) => {
    const sensor = findSensor(insole, id);
    if (sensor === null) return `sensor ${nameSensor(insole, id)}`;
    const { side, region, label } = sensor;
    // A region that has several sensors does not tell which one.
    const which = selectSensors(insole, side, [region]).length > 1 ? ` ${label}` : '';
    return `${side} ${region}${which}`;
  });
  return enumerate(places);
}

function speakSource(source: string): string {
  if (source === API_SOURCE) return 'flagged by the API';
  return source.startsWith('rule:') ? `by rule ${source.slice('rule:'.length).replaceAll('-', ' ')}` : source;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function enumerate(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
