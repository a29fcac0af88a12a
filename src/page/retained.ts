import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';

/** Reads the samples of a patient that are retained, oldest first; null when they cannot be had. */
export async function fetchRetained(patient: PatientId): Promise<readonly Sample[] | null> {
  const response = await fetch(`api/patients/${patient}/samples`).catch(() => null);
  if (!response?.ok) return null;
  const text = await response.text().catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { timestamp, sensors }: { timestamp: number; sensors: Sample['sensors'] } = JSON.parse(line);
      return { atSeconds: timestamp, sensors: [...sensors].sort((a, b) => a.id - b.id) };
    });
}
