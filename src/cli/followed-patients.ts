import type { PatientId } from '../core/patient.ts';
import type { Settings } from '../settings/registry.ts';
import type { StoreReader } from '../store/store.ts';

/** The patients a reading command is told to follow, else those configured; null means all that the store holds. */
export function choosePatients(settings: Settings): readonly PatientId[] | null {
  return settings['watch.patient'] ?? settings.patients;
}

/** The patients a command reads once: those chosen, else all that the store holds. */
export async function listPatients(settings: Settings, store: StoreReader): Promise<readonly PatientId[]> {
  return choosePatients(settings) ?? (await store.patients());
}
