import { useEffect, useState } from 'preact/hooks';
import type { PatientId } from '../core/patient.ts';

/**
 * The patients there are, ascending: as the ward told last, or asked for where it was not looked at yet. Null before they are known.
 *
 * @param isWanted whether they are asked for if need be
 */
export function usePatients(
  told: readonly PatientId[] | null,
  isWanted: boolean,
): readonly PatientId[] | null {
  const [patients, setPatients] = useState<readonly PatientId[] | null>(null);
  useEffect(() => {
    if (told !== null) setPatients(told);
  }, [told]);
  useEffect(() => {
    if (!isWanted || patients !== null) return;
    void fetch('api/patients')
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null)
      .then((read: readonly { patient: PatientId }[] | null) => {
        if (read !== null) setPatients((before) => before ?? read.map(({ patient }) => patient));
      });
  }, [isWanted]);
  return patients;
}
