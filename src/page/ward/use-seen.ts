import { useEffect, useState } from 'preact/hooks';
import type { PatientId } from '../../core/patient.ts';
import type { WardRow } from '../live/messages.ts';
import { markSeen, NOTHING_SEEN, type SeenAnomalies, takeRows } from './new-anomalies.ts';

/**
 * Which anomalies of each patient somebody has seen: those that there were at first, and those of a patient who was looked at.
 *
 * @param patient who is looked at; null for nobody
 * @param anomaliesStored how many anomalous samples of that patient are stored; null before it is known
 */
export function useSeen(
  rows: ReadonlyMap<PatientId, WardRow>,
  patient: PatientId | null,
  anomaliesStored: number | null,
): SeenAnomalies {
  const [seen, setSeen] = useState(NOTHING_SEEN);
  useEffect(() => {
    if (rows.size > 0) setSeen((before) => takeRows(before, rows.values()));
  }, [rows]);
  useEffect(() => {
    if (patient !== null && anomaliesStored !== null)
      setSeen((before) => markSeen(before, patient, anomaliesStored));
  }, [patient, anomaliesStored]);
  return seen;
}
