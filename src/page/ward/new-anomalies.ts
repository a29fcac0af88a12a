import type { PatientId } from '../../core/patient.ts';
import type { FlagMark } from '../../core/sample.ts';
import type { WardRow } from '../live/messages.ts';

/** Of which anomalies somebody knows already. */
export interface SeenAnomalies {
  /** How many anomalous samples each patient had when the user last looked at it, or in its first row. */
  readonly counts: ReadonlyMap<PatientId, number>;
  /** Patients of whom a row since then had a newest anomaly that was not simulated. */
  readonly alarmed: ReadonlySet<PatientId>;
}

/** Nobody was seen yet. */
export const NOTHING_SEEN: SeenAnomalies = { counts: new Map(), alarmed: new Set() };

/** Takes the newest row of each patient. */
export function takeRows(before: SeenAnomalies, rows: Iterable<WardRow>): SeenAnomalies {
  const counts = new Map(before.counts);
  const alarmed = new Set(before.alarmed);
  for (const { patient, anomaliesStored, newestAnomaly } of rows) {
    // The list of a patient who was erased starts again at zero: whatever it gets from then on is new.
    const seen = Math.min(counts.get(patient) ?? anomaliesStored, anomaliesStored);
    counts.set(patient, seen);
    if (seen === anomaliesStored) alarmed.delete(patient);
    else if (newestAnomaly !== '~') alarmed.add(patient);
  }
  return { counts, alarmed };
}

/** Notes that the user looks at a patient: none of its anomalies are new any longer. */
export function markSeen(before: SeenAnomalies, patient: PatientId, anomaliesStored: number): SeenAnomalies {
  if (before.counts.get(patient) === anomaliesStored && !before.alarmed.has(patient)) return before;
  const alarmed = new Set(before.alarmed);
  alarmed.delete(patient);
  return { counts: new Map(before.counts).set(patient, anomaliesStored), alarmed };
}

/** How many anomalous samples of a row are new, and their mark: `~` as long as the newest one in every row was simulated. */
export function countNew(
  { counts, alarmed }: SeenAnomalies,
  { patient, anomaliesStored }: Pick<WardRow, 'patient' | 'anomaliesStored'>,
): { readonly count: number; readonly mark: FlagMark } {
  const count = Math.max(0, anomaliesStored - (counts.get(patient) ?? anomaliesStored));
  return { count, mark: count === 0 ? '' : alarmed.has(patient) ? '!' : '~' };
}
