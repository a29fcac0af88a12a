import type { Profile } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';

/**
 * Whether a read of a patient tells something that a client has to be told at once. What else changes from one read to the next,
 * such as the store's clock and how many polls there were, comes along with the next event, a second later at most.
 */
export function isNews(now: PatientSnapshot, before: PatientSnapshot | undefined): boolean {
  return (
    before === undefined ||
    now.samples.at(-1) !== before.samples.at(-1) ||
    now.insole !== before.insole ||
    now.known !== before.known ||
    now.unreadable !== before.unreadable ||
    now.anomaliesStored !== before.anomaliesStored ||
    !hasSameAnomalies(now, before) ||
    now.health?.state !== before.health?.state ||
    now.health?.lastError !== before.health?.lastError ||
    !isSameProfile(now.profile, before.profile)
  );
}

/** Whether the same anomalies of the retention are told of. */
export function hasSameAnomalies(
  { anomalies: now }: PatientSnapshot,
  { anomalies: before }: PatientSnapshot,
): boolean {
  return before?.length === now?.length && before?.[0] === now?.[0] && before?.at(-1) === now?.at(-1);
}

function isSameProfile(now: Profile | null, before: Profile | null): boolean {
  return now === before || JSON.stringify(now) === JSON.stringify(before);
}
