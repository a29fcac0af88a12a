import type { PatientFacts } from '../core/diagnosis/diagnose-patients.ts';
import { clockOffsetSeconds } from '../core/freshness.ts';
import { type StoreReader, StoreUnavailable } from '../store/store.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import type { LoadedSettings } from './load-settings.ts';

/** One read of many patients holds up those who watch. */
const PATIENTS_PER_READ = 1000;

/**
 * Finds out how the configured patients are polled. Where none are configured, those of the default that were ever polled;
 * none where the store cannot be read.
 */
export async function inspectPatients(
  { settings, origins }: LoadedSettings,
  store: Pick<StoreReader, 'readSummaries'>,
): Promise<readonly PatientFacts[]> {
  const patients = selectPolledPatients(settings);
  const facts: PatientFacts[] = [];
  try {
    for (let from = 0; from < patients.length; from += PATIENTS_PER_READ) {
      const summaries = await store.readSummaries(patients.slice(from, from + PATIENTS_PER_READ));
      for (const { patient, health, nowSeconds } of summaries) {
        const ageSeconds =
          health === null ? null : nowSeconds - health.updatedAtSeconds + clockOffsetSeconds(health);
        facts.push({ patient, health, ageSeconds });
      }
    }
  } catch (error) {
    // What keeps Redis from answering, other findings tell.
    if (error instanceof StoreUnavailable) return [];
    throw error;
  }
  return origins.patients.kind === 'default' ? facts.filter(({ health }) => health !== null) : facts;
}
