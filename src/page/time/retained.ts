import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { ListName } from '../route.ts';

/** Which of a patient's samples are asked for. Limits are Unix seconds. */
export interface SampleQuery {
  readonly patient: PatientId;
  readonly list?: ListName;
  readonly sinceSeconds?: number;
  readonly untilSeconds?: number;
}

/** Reads stored samples, oldest first; null when they cannot be had. */
export function fetchSamples({
  patient,
  list = 'samples',
  sinceSeconds,
  untilSeconds,
}: SampleQuery): Promise<readonly Sample[] | null> {
  const query = new URLSearchParams({ list });
  if (sinceSeconds !== undefined) query.set('since', writeInstant(sinceSeconds));
  if (untilSeconds !== undefined) query.set('until', writeInstant(untilSeconds));
  return readRows(`api/patients/${patient}/samples?${query}`);
}

/** Reads the samples of a kept walk. */
export function fetchWalkSamples(patient: PatientId, id: string): Promise<readonly Sample[] | null> {
  return readRows(`api/patients/${patient}/kept/${id}/samples`);
}

/** An instant as the server takes it. */
export function writeInstant(atSeconds: number): string {
  return new Date(atSeconds * 1000).toISOString();
}

async function readRows(path: string): Promise<readonly Sample[] | null> {
  const response = await fetch(path).catch(() => null);
  const text = response?.ok ? await response.text().catch(() => null) : null;
  return text === null ? null : parseRows(text);
}

/** Reads rows of JSON; a last one that was cut off is left out. */
export function parseRows(text: string): readonly Sample[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { timestamp, sensors }: { timestamp: number; sensors: Sample['sensors'] } = JSON.parse(line);
      return { atSeconds: timestamp, sensors: [...sensors].sort((a, b) => a.id - b.id) };
    });
}
